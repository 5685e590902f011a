//! `CacheError`: why a cache cannot be had, or did not do what it was asked for.

use std::fmt;

use vestibule_macros::ErrorStatus;

use crate::base::error::BoxError;

/// Why a cache cannot be had, or did not do what it was asked for.
///
/// Its text names no address, key or contents.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum CacheError {
    /// It cannot be reached, or takes too long: later it may work.
    #[status(503)]
    Unavailable(BoxError),
    /// It refused: no memory left, a write error, a missing right.
    Failed(BoxError),
    /// What is kept is not what we, or Django, keep there.
    Unreadable(BoxError),
    /// A value is not of the type asked for, or cannot be kept.
    Value(BoxError),
    /// The settings name no such cache, or give no address that can be understood.
    Settings(String),
}

impl CacheError {
    /// For arithmetic with what is none, or would be none.
    pub(super) fn not_a_number() -> Self {
        Self::Value("it is not a whole number of 64 bits, or would not be one any more".into())
    }

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
            Self::Value(_) => {
                f.write_str("the cache's entry is not of the type asked for, or a value cannot be kept")
            }
            Self::Settings(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unavailable(cause) | Self::Failed(cause) | Self::Unreadable(cause) | Self::Value(cause) => {
                Some(&**cause)
            }
            Self::Settings(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::error::Error;

    #[test]
    fn only_what_may_work_later_is_answered_so() {
        let status = |error: CacheError| Error::from(error).status().as_u16();

        assert_eq!(status(CacheError::Unavailable("away".into())), 503);
        assert_eq!(status(CacheError::Failed("full".into())), 500);
    }
}
