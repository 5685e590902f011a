//! `Entry`: a key and its JSON, in one text.

use std::cell::Cell;
use std::sync::Arc;

use serde::Serialize;

use super::ordered::Keyed;
use crate::base::json::{self, JsonError};

/// Buffers that have grown larger than this are not kept.
const SCRATCH: usize = 4096;

/// A key and its JSON, in one text. Cloning copies one pointer.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    text: Arc<str>,
    /// Where the key ends and the JSON begins.
    key: usize,
}

impl Entry {
    /// With a text that is known to be JSON.
    pub(crate) fn new(key: &str, json: &str) -> Self {
        with_scratch(|text| {
            text.push_str(key);
            text.push_str(json);
            Self { text: (&**text).into(), key: key.len() }
        })
    }

    /// With the JSON of a value.
    pub(crate) fn of<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<Self, JsonError> {
        with_scratch(|text| {
            text.push_str(key);
            json::push_value(text, value)?;
            Ok(Self { text: (&**text).into(), key: key.len() })
        })
    }

    pub(crate) fn json(&self) -> &str {
        &self.text[self.key..]
    }
}

impl Keyed for Entry {
    fn key(&self) -> &str {
        &self.text[..self.key]
    }

    /// Most keys differ in their length.
    fn has_key(&self, key: &str) -> bool {
        self.key == key.len() && self.text.as_bytes().starts_with(key.as_bytes())
    }
}

/// A buffer of this thread's: what is put together in it is copied once, to where it stays.
fn with_scratch<R>(write: impl FnOnce(&mut String) -> R) -> R {
    thread_local! {
        static BUFFER: Cell<String> = const { Cell::new(String::new()) };
    }
    // A value that writes itself may come here again, and then has a buffer of its own.
    let mut buffer = BUFFER.take();
    let written = write(&mut buffer);
    if buffer.capacity() <= SCRATCH {
        buffer.clear();
        BUFFER.set(buffer);
    }
    written
}
