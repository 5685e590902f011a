//! `Missed`: messages that have not come.

use std::fmt;

/// Some messages have not come: they were no longer kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    pub(super) count: Option<u64>,
}

impl Missed {
    /// How many; `None` where nobody knows, because the server has started anew since, or the id was none of ours.
    pub fn count(&self) -> Option<u64> {
        self.count
    }
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count {
            Some(count) => write!(f, "{count} messages were missed"),
            None => f.write_str("messages may have been missed"),
        }
    }
}

impl std::error::Error for Missed {}
