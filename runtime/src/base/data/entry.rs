//! `Entry`: a key and its JSON, in one text.

use std::borrow::Cow;
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
    /// Whether the JSON is a text without escapes. It is written once, and may be read with every request.
    is_plain_text: bool,
}

impl Entry {
    /// With a text that is known to be JSON.
    pub(crate) fn new(key: &str, json: &str) -> Self {
        with_scratch(|text| {
            text.push_str(key);
            text.push_str(json);
            Self::of_text(text, key.len())
        })
    }

    /// With the JSON of a value.
    pub(crate) fn of<T: Serialize + ?Sized>(key: &str, value: &T) -> Result<Self, JsonError> {
        with_scratch(|text| {
            text.push_str(key);
            json::push_value(text, value)?;
            Ok(Self::of_text(text, key.len()))
        })
    }

    fn of_text(text: &str, key: usize) -> Self {
        Self { text: text.into(), key, is_plain_text: json::is_plain_text(&text[key..]) }
    }

    pub(crate) fn json(&self) -> &str {
        &self.text[self.key..]
    }

    /// The text that the JSON stands for; `None` if it is something else.
    pub(crate) fn value_text(&self) -> Option<Cow<'_, str>> {
        let json = self.json();
        match self.is_plain_text {
            true => Some(Cow::Borrowed(&json[1..json.len() - 1])),
            false if json.starts_with('"') => json::from_str(json).ok().map(Cow::Owned),
            false => None,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_is_taken_as_it_stands_and_another_read() {
        for (json, expected) in [
            (r#""""#, Some("")),
            (r#""plain text""#, Some("plain text")),
            (r#""caf\u00e9 \"1\"""#, Some("café \"1\"")),
            ("\"é\"", Some("é")),
            (r#"""#, None),
            (r#""a"b""#, None),
            (r#""a\""#, None),
            ("12", None),
            ("null", None),
            ("\"\t\"", None),
        ] {
            assert_eq!(Entry::new("k", json).value_text().as_deref(), expected, "{json}");
        }
        assert!(matches!(Entry::new("k", r#""plain""#).value_text(), Some(Cow::Borrowed("plain"))));
    }
}
