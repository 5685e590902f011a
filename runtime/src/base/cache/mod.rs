//! Caches: where data may be put under a name for a while, in this process or in Redis.
//!
//! A cache forgets: when an entry's time is over, when there is no more room, when Redis is restarted. The session
//! engines `cache` and `cached_db` are built on one.
//!
//! Names are Django's, so that both find the same entries: `{KEY_PREFIX}:{VERSION}:{name}`, such as
//!
//! ```text
//! :1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy
//! ```
//!
//! What an entry looks like is the backend's matter: `memory.rs` keeps the data itself, `redis.rs` its pickle.
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

mod error;
mod memory;
#[cfg(feature = "redis")]
mod redis;
mod server;
#[cfg(test)]
pub(crate) mod testing;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::base::clock::{Clock, Timestamp};
use crate::web::sessions::{Data, Version};
use crate::web::settings::Settings;

pub use self::error::CacheError;
use self::memory::Memory;
pub(crate) use self::server::Server;

/// How long a hold stays if nobody replaces it. Longer than any store is waited for.
const HOLD: Duration = Duration::from_secs(30);

/// What a backend answers: at once where there is nothing to wait for, which then costs no allocation.
#[cfg_attr(not(feature = "redis"), allow(dead_code, reason = "memory never waits"))]
pub(crate) enum CacheFuture<'a, T> {
    /// `None` once it has been handed out.
    Ready(Option<Result<T, CacheError>>),
    Later(Pin<Box<dyn Future<Output = Result<T, CacheError>> + Send + 'a>>),
}

impl<'a, T> CacheFuture<'a, T> {
    fn ready(answer: Result<T, CacheError>) -> Self {
        Self::Ready(Some(answer))
    }

    #[cfg_attr(not(feature = "redis"), allow(dead_code, reason = "memory never waits"))]
    fn later(answer: impl Future<Output = Result<T, CacheError>> + Send + 'a) -> Self {
        Self::Later(Box::pin(answer))
    }
}

// Nothing in it is pinned in its place: what has to be is in a box.
impl<T> Unpin for CacheFuture<'_, T> {}

impl<T> Future for CacheFuture<'_, T> {
    type Output = Result<T, CacheError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Ready(answer) => Poll::Ready(answer.take().expect("a future is not polled after its end")),
            Self::Later(answer) => answer.as_mut().poll(cx),
        }
    }
}

/// One of the application's caches. Clones are the same cache.
#[derive(Clone)]
pub struct Cache {
    backend: Arc<dyn Backend>,
    /// `{KEY_PREFIX}:{VERSION}:`.
    prefix: Arc<str>,
}

impl Cache {
    /// The cache that the settings call `alias`: `default` is that of `cache_url`, the others stand in `[caches]`.
    /// Redis is not asked for before it is needed.
    ///
    /// Each call for a cache in memory makes a new one, of `cache_max_entries` entries.
    ///
    /// # Errors
    ///
    /// If there is no such cache, or its address is none that can be understood.
    pub fn open(settings: &Settings, alias: &str, clock: &Clock) -> Result<Self, CacheError> {
        let Some(url) = settings.cache_address(alias) else {
            return Err(CacheError::unknown_alias(alias, settings.caches.keys()));
        };
        let prefix = format!("{}:{}:", settings.cache_key_prefix, settings.cache_version);
        Ok(Self { backend: backend(url, alias, settings, clock)?, prefix: prefix.into() })
    }

    /// The name under which the backend keeps an entry; Django's `make_key`.
    pub fn key(&self, name: &str) -> String {
        [&self.prefix, name].concat()
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

fn backend(
    url: &str,
    alias: &str,
    settings: &Settings,
    clock: &Clock,
) -> Result<Arc<dyn Backend>, CacheError> {
    // The scheme alone may be printed: what follows may hold a password.
    let scheme = url.split(':').next().unwrap_or_default();
    match scheme {
        "memory" if url == "memory:" => Ok(Arc::new(Memory::new(settings.cache_max_entries, clock.clone()))),
        #[cfg(feature = "redis")]
        "redis" | "redis+unix" | "unix" => Ok(Arc::new(redis::Redis::new(url, alias, clock.clone())?)),
        #[cfg(not(feature = "redis"))]
        "redis" | "redis+unix" | "unix" => Err(CacheError::not_built_in(alias)),
        "rediss" => Err(CacheError::no_tls(alias)),
        _ => Err(CacheError::unknown_address(alias)),
    }
}

/// What keeps the entries. Keys are whole, as [`Cache::key`] makes them.
///
/// An entry whose time is over is not there.
pub(crate) trait Backend: fmt::Debug + Send + Sync + 'static {
    /// Whether it can be reached.
    fn check(&self) -> CacheFuture<'_, ()>;

    /// Which server is there now, whatever was there before.
    fn server(&self) -> CacheFuture<'_, Server>;

    /// Whether other processes see the same entries.
    fn is_shared(&self) -> bool;

    /// Reads an entry; `from` this server, if one is named.
    fn get<'a>(&'a self, key: &'a str, from: Option<&'a Server>) -> CacheFuture<'a, Option<Entry>>;

    /// The same without a future, where there is nothing to wait for; else `None`.
    fn get_now(&self, key: Key<'_>) -> Option<Option<Entry>> {
        let _ = key;
        None
    }

    /// Whether there is an entry, if only a hold.
    fn exists<'a>(&'a self, key: &'a str) -> CacheFuture<'a, bool>;

    /// Puts an entry where there is none; `None` if there is one. One whose time is over already is not kept.
    fn add<'a>(&'a self, key: &'a str, item: Item<'a>) -> CacheFuture<'a, Option<Version>>;

    /// Replaces an entry, if it is there and of this version; `None` expects only that it is there.
    fn replace<'a>(
        &'a self,
        key: &'a str,
        item: Item<'a>,
        expected: Option<&'a Version>,
    ) -> CacheFuture<'a, Swap<Version>>;

    /// The same without a future, where there is nothing to wait for; else `None`.
    fn replace_now(&self, key: Key<'_>, item: Item<'_>, expected: Option<&Version>) -> Option<Swap<Version>> {
        let _ = (key, item, expected);
        None
    }

    /// Removes an entry, if it is of this version; `None` removes any.
    fn delete<'a>(&'a self, key: &'a str, expected: Option<&'a Version>) -> CacheFuture<'a, Swap<()>>;

    /// Puts a hold, whatever was there; `on` this server, if one is named.
    fn hold<'a>(&'a self, key: &'a str, on: Option<&'a Server>) -> CacheFuture<'a, Version>;

    /// Puts a hold where there is nothing, on this server; `None` if there is something.
    fn hold_free<'a>(&'a self, key: &'a str, on: &'a Server) -> CacheFuture<'a, Option<Version>>;

    /// Removes every entry whose key begins so and that was there before, from this server.
    fn clear<'a>(&'a self, prefix: &'a str, on: &'a Server) -> CacheFuture<'a, ()>;
}

/// A key in two parts, which whoever does not wait need not put together.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) start: &'a str,
    pub(crate) rest: &'a str,
}

/// Prints the type's name only: the key of a session is in it.
impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl<'a> From<&'a str> for Key<'a> {
    fn from(key: &'a str) -> Self {
        Self { start: "", rest: key }
    }
}

/// What is to be kept, and until when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) data: &'a Data,
    pub(crate) expires_at: Timestamp,
}

/// What is kept.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `None` for a hold.
    pub(crate) data: Option<Data>,
    pub(crate) version: Version,
    /// When its time is over, where the backend knows without asking.
    pub(crate) expires_at: Option<Timestamp>,
}

/// What became of a change.
#[derive(Clone, Debug)]
pub(crate) enum Swap<T> {
    Done(T),
    /// Another version is there; nothing was changed.
    Changed(Entry),
    /// Nothing is there; nothing was changed.
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str, alias: &str) -> Result<Cache, CacheError> {
        let settings = Settings {
            caches: [("sessions".to_owned(), url.to_owned())].into(),
            cache_key_prefix: "site".into(),
            cache_version: 7,
            ..Settings::default()
        };
        Cache::open(&settings, alias, &Clock::system())
    }

    #[test]
    fn keys_are_djangos() {
        assert_eq!(open("memory:", "sessions").unwrap().key("name"), "site:7:name");
        assert_eq!(open("memory:", "default").unwrap().key(""), "site:7:");
    }

    #[test]
    fn a_cache_that_nobody_named_is_a_mistake() {
        let error = open("memory:", "session").unwrap_err().to_string();

        assert!(
            error.starts_with("there is no cache `session`; there is `default`, `sessions`\nhelp: "),
            "{error}"
        );
    }

    #[test]
    fn an_address_that_cannot_be_understood_is_named_and_not_printed() {
        for url in
            ["hush", "memory:hush", "memcached://hush", "redis://me:hush@host/first", "rediss://:hush@host"]
        {
            let error = open(url, "sessions").unwrap_err();

            assert!(error.to_string().contains("`sessions`"), "{url}");
            assert!(!format!("{error} {error:?}").contains("hush"), "{url}");
        }
    }

    #[test]
    fn tls_is_said_to_be_missing() {
        let error = open("rediss://:hush@host", "sessions").unwrap_err().to_string();

        assert!(error.contains("TLS to Redis is not supported") && !error.contains("hush"), "{error}");
    }

    #[cfg(not(feature = "redis"))]
    #[test]
    fn a_feature_that_is_off_is_named() {
        let error = open("redis://:hush@host", "sessions").unwrap_err().to_string();

        assert!(error.ends_with("\nhelp: `cargo add vestibule --features redis`"), "{error}");
    }

    #[cfg(feature = "redis")]
    #[test]
    fn an_address_with_a_password_is_not_printed() {
        let cache = open("redis://me:hush@host/1", "sessions").unwrap();

        assert_eq!(format!("{cache:?}"), r#"Cache { backend: Redis, prefix: "site:7:" }"#);
    }
}
