//! Caches: where data may be put under a name for a while, in this process or in Redis.
//!
//! A cache forgets: when an entry's time is over, when there is no more room, when Redis is restarted. The session
//! engines `cache` and `cached_db` are built on one, and applications may use the same:
//!
//! ```
//! use std::time::Duration;
//! use vestibule::cache::{Cache, CacheError};
//!
//! async fn headline(cache: &Cache) -> Result<String, CacheError> {
//!     if let Some(headline) = cache.get("headline").await? {
//!         return Ok(headline);
//!     }
//!     let headline = "Cats sleep most of the day".to_owned(); // From somewhere far.
//!     cache.set("headline", &headline, Duration::from_secs(300)).await?;
//!     Ok(headline)
//! }
//! ```
//!
//! Names and values are Django's, so that both find the same entries. A name is `{KEY_PREFIX}:{VERSION}:{name}`, such
//! as
//!
//! ```text
//! :1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy
//! ```
//!
//! What an entry looks like is the backend's matter: in memory (`memory/`) it is the value's JSON, in Redis (`redis/`)
//! its pickle, as Django's `RedisCache` has it.
//!
//! # Writing what nobody has changed
//!
//! Every entry that is read carries a [`Version`], and whoever replaces or removes it says which he has read: the
//! two are compared, and the change made, in one step that no other process can come between.
//!
//! A *hold* is an entry without data, of a version that no other has. Whoever wants to cache what stands elsewhere
//! puts a hold, reads what stands there, and replaces the hold by it. If anyone else wrote there in the meantime,
//! and removed the entry as he must, the hold is gone, and what was read, and is old by now, never gets into the
//! cache.
//!
//! # Servers
//!
//! A server that is restarted may come back with what it held an hour ago, or another may have taken its place.
//! A call may name the server it is meant for, and is answered by that one or not at all.

mod backend;
mod error;
mod memory;
mod operations;
#[cfg(feature = "redis")]
mod redis;
mod server;
mod settings;
#[cfg(test)]
pub(crate) mod testing;
mod value;
mod version;

use std::fmt;
use std::sync::Arc;

use crate::base::clock::{Clock, Timestamp};

pub(crate) use self::backend::{Backend, CacheFuture, Entry, Item, Key, Keys, Swap};
pub use self::error::CacheError;
use self::memory::Memory;
pub(crate) use self::server::Server;
pub use self::settings::CacheSettings;
pub(crate) use self::value::Value;
pub use self::version::Version;

/// One of the application's caches. Clones are the same cache.
///
/// Values are anything that serde can write as JSON: `get` reads them back as the type that is asked for. An entry
/// has a lifetime, a [`Duration`](std::time::Duration), or `None` and stays until there is no more room.
///
/// ```
/// use std::time::Duration;
/// use vestibule::cache::{Cache, CacheSettings};
/// use vestibule::clock::Clock;
///
/// # fn main() -> Result<(), vestibule::cache::CacheError> {
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let cache = Cache::open(&CacheSettings::default(), &Clock::system())?;
///
/// cache.set("colours", &["red", "green"], Duration::from_secs(60)).await?;
/// let colours: Option<Vec<String>> = cache.get("colours").await?;
/// assert_eq!(colours.unwrap(), ["red", "green"]);
///
/// cache.set("visits", &1, None).await?;
/// assert_eq!(cache.incr("visits", 1).await?, Some(2));
/// # Ok(())
/// # })
/// # }
/// ```
#[derive(Clone)]
pub struct Cache {
    backend: Arc<dyn Backend>,
    clock: Clock,
    /// `{KEY_PREFIX}:{VERSION}:`.
    prefix: Arc<str>,
}

impl Cache {
    /// The cache of these settings. Redis is not asked for before it is needed.
    ///
    /// Each call for a cache in memory makes a new one.
    ///
    /// # Errors
    ///
    /// If its address is none that can be understood.
    pub fn open(settings: &CacheSettings, clock: &Clock) -> Result<Self, CacheError> {
        let prefix = format!("{}:{}:", settings.key_prefix, settings.version);
        Ok(Self { backend: backend(settings)?, clock: clock.clone(), prefix: prefix.into() })
    }

    /// The name under which the backend keeps an entry; Django's `make_key`.
    pub fn key(&self, name: &str) -> String {
        [&self.prefix, name].concat()
    }

    /// The time that its entries go by.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn backend(&self) -> &dyn Backend {
        &*self.backend
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("backend", &self.backend).field("prefix", &self.prefix).finish()
    }
}

fn backend(settings: &CacheSettings) -> Result<Arc<dyn Backend>, CacheError> {
    let CacheSettings { alias, url, .. } = settings;
    // The scheme alone may be printed: what follows may hold a password.
    let scheme = url.split(':').next().unwrap_or_default();
    match scheme {
        "memory" if url == "memory:" => Ok(Arc::new(Memory::new(settings.max_entries))),
        #[cfg(feature = "redis")]
        "redis" | "redis+unix" | "unix" => Ok(Arc::new(redis::Redis::new(url, alias)?)),
        #[cfg(not(feature = "redis"))]
        "redis" | "redis+unix" | "unix" => Err(CacheError::not_built_in(alias)),
        "rediss" => Err(CacheError::no_tls(alias)),
        _ => Err(CacheError::unknown_address(alias)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str) -> Result<Cache, CacheError> {
        let settings = CacheSettings {
            alias: "sessions".into(),
            url: url.into(),
            key_prefix: "site".into(),
            version: 7,
            ..CacheSettings::default()
        };
        Cache::open(&settings, &Clock::system())
    }

    #[test]
    fn keys_are_djangos() {
        assert_eq!(open("memory:").unwrap().key("name"), "site:7:name");
    }

    #[test]
    fn an_address_that_cannot_be_understood_is_named_and_not_printed() {
        for url in
            ["hush", "memory:hush", "memcached://hush", "redis://me:hush@host/first", "rediss://:hush@host"]
        {
            let error = open(url).unwrap_err();

            assert!(error.to_string().contains("`sessions`"), "{url}");
            assert!(!format!("{error} {error:?}").contains("hush"), "{url}");
        }
    }

    #[test]
    fn tls_is_said_to_be_missing() {
        let error = open("rediss://:hush@host").unwrap_err().to_string();

        assert!(error.contains("TLS to Redis is not supported") && !error.contains("hush"), "{error}");
    }

    #[cfg(not(feature = "redis"))]
    #[test]
    fn a_feature_that_is_off_is_named() {
        let error = open("redis://:hush@host").unwrap_err().to_string();

        assert!(error.ends_with("\nhelp: `cargo add vestibule --features redis`"), "{error}");
    }

    #[cfg(feature = "redis")]
    #[test]
    fn an_address_with_a_password_is_not_printed() {
        let cache = open("redis://me:hush@host/1").unwrap();

        assert_eq!(format!("{cache:?}"), r#"Cache { backend: Redis, prefix: "site:7:" }"#);
    }
}
