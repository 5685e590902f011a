//! `Version`: tells one state of what is kept from another.

use std::fmt;
use std::sync::Arc;

/// Tells one state of what is kept from another; what stands in it is the matter of who keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Version(Mark);

#[derive(Clone, PartialEq, Eq)]
enum Mark {
    Contents(Arc<[u8]>),
    Number(u64),
}

impl Version {
    /// Makes a version of what is stored, text or bytes.
    pub fn of_contents(contents: impl AsRef<[u8]>) -> Self {
        Self(Mark::Contents(contents.as_ref().into()))
    }

    /// Makes a version of a number that no other state of the record has had.
    pub const fn of_number(number: u64) -> Self {
        Self(Mark::Number(number))
    }

    /// What it was made of, if those were contents.
    pub fn contents(&self) -> Option<&[u8]> {
        match &self.0 {
            Mark::Contents(contents) => Some(contents),
            Mark::Number(_) => None,
        }
    }

    /// What it was made of, if that was a number.
    pub const fn number(&self) -> Option<u64> {
        match self.0 {
            Mark::Number(number) => Some(number),
            Mark::Contents(_) => None,
        }
    }
}

/// Prints the type's name only: a version may be the stored text.
impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Version")
    }
}
