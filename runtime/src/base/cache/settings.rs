//! `CacheSettings`: where a cache is, and what its names begin with.

/// Where a cache is, and what its names begin with. [`Settings::cache`](crate::Settings::cache) makes them of an
/// application's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CacheSettings {
    /// What it is called, in messages. Default: `default`.
    pub alias: String,
    /// `memory:`, in this process; or `redis://host:6379/0` or `unix:///path/to/redis.sock?db=0`. Default: `memory:`.
    pub url: String,
    /// What its keys begin with; Django's `KEY_PREFIX`. Default: the empty text.
    pub key_prefix: String,
    /// The number in its keys; Django's `VERSION`. Default: 1.
    pub version: u32,
    /// Entries that `memory:` holds before it forgets those unused for the longest time. Default: 100000.
    pub max_entries: usize,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self {
            alias: "default".into(),
            url: "memory:".into(),
            key_prefix: String::new(),
            version: 1,
            max_entries: 100_000,
        }
    }
}
