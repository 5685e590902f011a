//! An error of a library, which says itself what it means.

use std::fmt;

use vestibule::ErrorStatus;

/// Nobody has counted.
#[derive(Debug, ErrorStatus)]
#[status(503)]
pub struct NotCounted;

impl fmt::Display for NotCounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody has counted")
    }
}

impl std::error::Error for NotCounted {}
