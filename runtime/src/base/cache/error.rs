//! `CacheError`: why a cache cannot be had, or did not do what it was asked for.

use std::fmt;

use crate::base::error::BoxError;

/// Why a cache cannot be had, or did not do what it was asked for.
///
/// Its text names no address, key or contents.
#[derive(Debug)]
#[non_exhaustive]
pub enum CacheError {
    /// It cannot be reached, or takes too long: later it may work.
    Unavailable(BoxError),
    /// It refused: no memory left, a write error, a missing right.
    Failed(BoxError),
    /// What is kept is not what we, or Django, keep there.
    Unreadable(BoxError),
    /// The settings name no such cache, or give no address that can be understood.
    Settings(String),
}

impl CacheError {
    pub(crate) fn unknown_alias<'a>(alias: &str, known: impl Iterator<Item = &'a String>) -> Self {
        let known: String = known.map(|name| format!(", `{name}`")).collect();
        Self::Settings(format!(
            "there is no cache `{alias}`; there is `default`{known}\n\
             help: give `{alias}` an address under `[caches]`"
        ))
    }

    pub(super) fn unknown_address(alias: &str) -> Self {
        Self::Settings(format!(
            "the address of the cache `{alias}` cannot be understood\n\
             help: write `memory:`, `redis://host:6379/0` or `unix:///path/to/redis.sock?db=0`"
        ))
    }

    pub(super) fn no_tls(alias: &str) -> Self {
        Self::Settings(format!(
            "the address of the cache `{alias}` begins with `rediss:`, and TLS to Redis is not supported\n\
             help: write `redis://…` where the way to Redis is safe, or let a proxy beside the program speak TLS"
        ))
    }

    #[cfg(not(feature = "redis"))]
    pub(super) fn not_built_in(alias: &str) -> Self {
        Self::Settings(format!(
            "the cache `{alias}` is in Redis, which is not built in\n\
             help: `cargo add vestibule --features redis`"
        ))
    }
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(_) => f.write_str("the cache is not available"),
            Self::Failed(_) => f.write_str("the cache failed"),
            Self::Unreadable(_) => f.write_str("the cache holds an entry that cannot be read"),
            Self::Settings(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unavailable(cause) | Self::Failed(cause) | Self::Unreadable(cause) => Some(&**cause),
            Self::Settings(_) => None,
        }
    }
}
