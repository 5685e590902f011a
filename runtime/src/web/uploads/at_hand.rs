//! How a file goes through serde: as bytes that stand for it, while a form is read on this thread.
//!
//! serde knows numbers, texts and bytes. A form hands out a few [bytes](Handle) where a file was sent, which no text
//! of a form is, and [`UploadedFile`] finds its file by them among those that are at hand. It works through what serde
//! puts aside as well (`#[serde(flatten)]`, tagged and untagged types).

use std::cell::RefCell;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use super::UploadedFile;

/// What an [`UploadedFile`] says it is, to be told from other types.
pub(crate) const NEWTYPE: &str = "$vestibule::UploadedFile";

thread_local! {
    static AT_HAND: RefCell<Vec<UploadedFile>> = const { RefCell::new(Vec::new()) };
}

/// Stands for a file. Each has an address of its own.
#[derive(Debug)]
pub(crate) struct Handle<'f> {
    field: &'f str,
    index: [u8; 8],
}

impl Handle<'_> {
    /// The name that the file was sent under.
    pub(crate) fn field(&self) -> &str {
        self.field
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.index
    }
}

/// What `read` makes of a form with these files.
pub(crate) fn while_at_hand<T>(files: &[(String, UploadedFile)], read: impl FnOnce(&[Handle<'_>]) -> T) -> T {
    if files.is_empty() {
        return read(&[]);
    }
    let fields = files.iter().map(|(field, _)| field.as_str());
    let handle = |(index, field)| Handle { field, index: u64::to_ne_bytes(index) };
    let handles: Vec<_> = (0..).zip(fields).map(handle).collect();
    let _outer = Restored(AT_HAND.replace(files.iter().map(|(_, file)| file.clone()).collect()));
    read(&handles)
}

/// Puts back what was there, panic or not.
struct Restored(Vec<UploadedFile>);

impl Drop for Restored {
    fn drop(&mut self) {
        AT_HAND.set(std::mem::take(&mut self.0));
    }
}

/// Only of a form.
impl<'de> Deserialize<'de> for UploadedFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NEWTYPE, FileVisitor)
    }
}

struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = UploadedFile;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    /// What serde has put aside.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<UploadedFile, D::Error> {
        deserializer.deserialize_bytes(self)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<UploadedFile, E> {
        let index = bytes.try_into().ok().and_then(|index| usize::try_from(u64::from_ne_bytes(index)).ok());
        let file = index.and_then(|index| AT_HAND.with_borrow(|files| files.get(index).cloned()));
        file.ok_or_else(|| E::invalid_type(Unexpected::Bytes(bytes), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_read_but_of_a_form() {
        let json = serde_json::from_str::<UploadedFile>(
            "\"\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\"",
        );

        assert!(json.unwrap_err().to_string().contains("expected a file"));
    }
}
