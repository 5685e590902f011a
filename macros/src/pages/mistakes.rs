//! What has been said of templates while this crate is compiled.

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Whether it is said for the first time.
pub(super) fn is_new(message: &str) -> bool {
    static SAID: OnceLock<Mutex<HashSet<String>>> = OnceLock::new();
    let mut said = SAID.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    said.insert(message.to_owned())
}
