//! What the tests of caches, and of what is built on them, share: a cache that can be taken away and restarted.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use super::memory::Memory;
use super::{Backend, Cache, CacheError, CacheFuture, Entry, Item, Key, Keys, Server, Swap, Version};
use crate::base::clock::{Clock, Timestamp};

/// A cache in memory that stands for one that is shared: it can be away, and be restarted. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Flaky(Arc<Inner>);

#[derive(Default)]
struct Inner {
    memory: OnceLock<Memory>,
    away: AtomicBool,
    restarts: AtomicU32,
}

impl Flaky {
    /// The cache, with this clock.
    pub(crate) fn open(&self, clock: &Clock) -> Cache {
        self.0.memory.get_or_init(|| Memory::new(1000));
        Cache { backend: Arc::new(self.clone()), clock: clock.clone(), prefix: ":1:".into() }
    }

    pub(crate) fn go_away(&self) {
        self.0.away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.0.away.store(false, Ordering::SeqCst);
    }

    /// Makes it another run of the server, with what it holds.
    pub(crate) fn restart(&self) {
        self.0.restarts.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn run(&self) -> Server {
        Server::new(self.0.restarts.load(Ordering::SeqCst).to_string())
    }

    /// What is in it, away or not.
    pub(crate) fn inside(&self) -> &dyn Backend {
        self.0.memory.get().unwrap()
    }

    fn reach(&self) -> Result<&dyn Backend, CacheError> {
        match self.0.away.load(Ordering::SeqCst) {
            true => Err(CacheError::Unavailable("it is away".into())),
            false => Ok(self.inside()),
        }
    }

    fn reach_run(&self, run: Option<&Server>) -> Result<&dyn Backend, CacheError> {
        match run.is_some_and(|run| *run != self.run()) {
            true => Err(CacheError::Unavailable("it was restarted".into())),
            false => self.reach(),
        }
    }
}

impl Backend for Flaky {
    fn check(&self) -> CacheFuture<'_, ()> {
        CacheFuture::later(async { self.reach()?.check().await })
    }

    fn server(&self) -> CacheFuture<'_, Server> {
        CacheFuture::later(async { self.reach().map(|_| self.run()) })
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn get<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        from: Option<&'a Server>,
    ) -> CacheFuture<'a, Option<Entry>> {
        CacheFuture::later(async move { self.reach_run(from)?.get(key, now, from).await })
    }

    fn get_many<'a>(&'a self, keys: &'a [String], now: Timestamp) -> CacheFuture<'a, Vec<Option<Entry>>> {
        CacheFuture::later(async move { self.reach()?.get_many(keys, now).await })
    }

    fn exists<'a>(&'a self, key: Key<'a>, now: Timestamp) -> CacheFuture<'a, bool> {
        CacheFuture::later(async move { self.reach()?.exists(key, now).await })
    }

    fn set<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, ()> {
        CacheFuture::later(async move { self.reach()?.set(key, item, now).await })
    }

    fn add<'a>(&'a self, key: Key<'a>, item: Item, now: Timestamp) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move { self.reach()?.add(key, item, now).await })
    }

    fn replace<'a>(
        &'a self,
        key: Key<'a>,
        item: Item,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<Version>> {
        CacheFuture::later(async move { self.reach()?.replace(key, item, expected, now).await })
    }

    fn delete<'a>(
        &'a self,
        key: Key<'a>,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> CacheFuture<'a, Swap<()>> {
        CacheFuture::later(async move { self.reach()?.delete(key, expected, now).await })
    }

    fn increment<'a>(&'a self, key: Key<'a>, by: i64, now: Timestamp) -> CacheFuture<'a, Option<i64>> {
        CacheFuture::later(async move { self.reach()?.increment(key, by, now).await })
    }

    fn touch<'a>(
        &'a self,
        key: Key<'a>,
        expires_at: Option<Timestamp>,
        now: Timestamp,
    ) -> CacheFuture<'a, bool> {
        CacheFuture::later(async move { self.reach()?.touch(key, expires_at, now).await })
    }

    fn hold<'a>(&'a self, key: Key<'a>, now: Timestamp, on: Option<&'a Server>) -> CacheFuture<'a, Version> {
        CacheFuture::later(async move { self.reach_run(on)?.hold(key, now, on).await })
    }

    fn hold_free<'a>(
        &'a self,
        key: Key<'a>,
        now: Timestamp,
        on: &'a Server,
    ) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move { self.reach_run(Some(on))?.hold_free(key, now, on).await })
    }

    fn clear<'a>(&'a self, prefix: &'a str, on: Option<&'a Server>) -> CacheFuture<'a, ()> {
        CacheFuture::later(async move { self.reach_run(on)?.clear(prefix, on).await })
    }

    fn keys<'a>(&'a self, prefix: &'a str, place: Option<Vec<u8>>) -> CacheFuture<'a, Keys> {
        CacheFuture::later(async move { self.reach()?.keys(prefix, place).await })
    }
}

impl fmt::Debug for Flaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flaky")
    }
}
