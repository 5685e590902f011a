//! `Server`: one run of the server behind a cache.

use std::fmt;
use std::sync::Arc;

/// One run of the server behind a cache. After a restart it is another, and so is another of its databases.
///
/// As text it is Redis's `run_id` and the database's number:
///
/// ```text
/// 2cf1e8b0d3a94c3c8b3dca6f2b9a1fd0e5d7c4aa/1
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server(Arc<str>);

impl Server {
    /// That of this text.
    pub(crate) fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// This process, where a cache in memory is.
    pub(crate) fn this_process() -> Self {
        Self::new("")
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
