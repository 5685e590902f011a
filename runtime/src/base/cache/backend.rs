//! `Backend`: what keeps the entries of a cache.

use std::fmt;
use std::time::Duration;

use super::{CacheError, Server, Value, Version};
use crate::base::clock::Timestamp;
use crate::base::ready::MaybeReady;

/// How long a hold stays if nobody replaces it. Longer than any store is waited for.
pub(super) const HOLD: Duration = Duration::from_secs(30);

/// What a backend answers: at once where there is nothing to wait for.
pub(crate) type CacheFuture<'a, T> = MaybeReady<'a, Result<T, CacheError>>;

/// What keeps the entries. Keys are whole, as [`Cache::key`](super::Cache::key) makes them.
///
/// Whoever asks says what time it is. An entry whose time is over by then is not there.
pub(crate) trait Backend: fmt::Debug + Send + Sync + 'static {
    /// Whether it can be reached.
    fn check(&self) -> CacheFuture<'_, ()>;

    /// Which server is there now, whatever was there before.
    fn server(&self) -> CacheFuture<'_, Server>;

    /// Whether other processes see the same entries.
    fn is_shared(&self) -> bool;

    /// Reads an entry; `from` this server, if one is named.
    fn get<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        from: Option<&'a Server>,
    ) -> CacheFuture<'a, Option<Entry>>;

    /// Reads several entries, in the order of their keys.
    fn get_many<'a>(&'a self, keys: &'a [String], now: Timestamp) -> CacheFuture<'a, Vec<Option<Entry>>>;

    /// Whether there is an entry, if only a hold.
    fn exists<'a>(&'a self, key: Key<'a>, now: Timestamp) -> CacheFuture<'a, bool>;

    /// Puts an entry, whatever is there. One whose time is over already is not kept.
    fn set<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, ()>;

    /// Puts an entry where there is none; `None` if there is one. One whose time is over already is not kept.
    fn add<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, Option<Version>>;

    /// Replaces an entry, if it is there and of this version; `None` expects only that it is there.
    fn replace<'a>(
        &'a self,
        key: Key<'a>,
        item: Item,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<Version>>;

    /// Removes an entry, if it is of this version; `None` removes any.
    fn delete<'a>(
        &'a self,
        key: Key<'a>,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<()>>;

    /// Adds to the whole number that is kept, and says what it is then; `None` if nothing is. Its time stays.
    fn increment<'a>(&'a self, key: Key<'a>, by: i64, now: Timestamp) -> CacheFuture<'a, Option<i64>>;

    /// Gives an entry another end, and says whether it is there; `None` is for ever.
    fn touch<'a>(
        &'a self,
        key: Key<'a>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> CacheFuture<'a, bool>;

    /// Puts a hold, whatever was there; `on` this server, if one is named.
    fn hold<'a>(&'a self, key: Key<'a>, now: Timestamp, on: Option<&'a Server>) -> CacheFuture<'a, Version>;

    /// Puts a hold where there is nothing, on this server; `None` if there is something.
    fn hold_free<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        on: &'a Server,
    ) -> CacheFuture<'a, Option<Version>>;

    /// Removes every entry whose key begins so and that was there before, from this server; `None` from whichever is
    /// there.
    fn clear<'a>(&'a self, prefix: &'a str, on: Option<&'a Server>) -> CacheFuture<'a, ()>;

    /// A part of the keys that begin so, from `place` on, which the part before has named; `None` is the beginning. A
    /// key that is there all the while is in one part at least, and may be in several.
    fn keys<'a>(&'a self, prefix: &'a str, place: Option<Vec<u8>>) -> CacheFuture<'a, Keys>;
}

/// Some keys, those of expired entries perhaps among them.
pub(crate) struct Keys {
    pub(crate) keys: Vec<String>,
    /// Where the next part begins; `None` if this was the last.
    pub(crate) next: Option<Vec<u8>>,
}

/// The bytes of a key, in two parts, which whoever need not send it need not put together.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) start: &'a [u8],
    pub(crate) rest: &'a [u8],
}

/// Prints the type's name only: the key of a session is in it.
impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl<'a> From<&'a str> for Key<'a> {
    fn from(key: &'a str) -> Self {
        Self { start: b"", rest: key.as_bytes() }
    }
}

impl<'a> From<&'a String> for Key<'a> {
    fn from(key: &'a String) -> Self {
        Self { start: b"", rest: key.as_bytes() }
    }
}

/// What is to be kept, and until when.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) value: Value,
    /// `None` is for ever.
    pub(crate) expires_at: Option<Timestamp>,
}

/// What is kept.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// `None` for a hold.
    pub(crate) value: Option<Value>,
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

impl<T> Swap<T> {
    /// With something else for what was done.
    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Swap<U> {
        match self {
            Self::Done(done) => Swap::Done(change(done)),
            Self::Changed(entry) => Swap::Changed(entry),
            Self::Gone => Swap::Gone,
        }
    }
}
