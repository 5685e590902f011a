//! Templates that have been read: a base template is that of many pages, and all of them are checked.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use vestibule_templates::check::Parsed;

/// The template in a file; `None` if there is none, or no text in it. It is parsed once for a crate that is compiled; in an
/// editor, whose process goes on, once for each text that it has had.
pub(super) fn parsed(file: &Path) -> Option<&'static Parsed<'static>> {
    let text = fs::read_to_string(file).ok()?;
    static READ: OnceLock<Mutex<HashMap<PathBuf, &'static Parsed<'static>>>> = OnceLock::new();
    let mut read = READ.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    match read.get(file) {
        Some(known) if known.text() == text => Some(known),
        _ => {
            let parsed: &_ = Box::leak(Box::new(Parsed::new(text.leak())));
            read.insert(file.to_owned(), parsed);
            Some(parsed)
        }
    }
}
