//! What the tests of caches, and of what is built on them, share: a cache that can be taken away.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use super::memory::Memory;
use super::{Backend, Cache, CacheError, CacheFuture, Entry, Item, Swap};
use crate::clock::Clock;
use crate::sessions::Version;

/// A cache in memory that can be away. Clones are the same.
#[derive(Clone, Default)]
pub(crate) struct Flaky(Arc<Inner>);

#[derive(Default)]
struct Inner {
    memory: OnceLock<Memory>,
    away: AtomicBool,
    before_delete: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Flaky {
    /// The cache; its clock is that of the first call.
    pub(crate) fn open(&self, clock: &Clock) -> Cache {
        self.0.memory.get_or_init(|| Memory::new(1000, clock.clone()));
        Cache { backend: Arc::new(self.clone()), prefix: ":1:".into() }
    }

    pub(crate) fn go_away(&self) {
        self.0.away.store(true, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.0.away.store(false, Ordering::SeqCst);
    }

    /// Does something when an entry is to be deleted next.
    pub(crate) fn before_delete(&self, act: impl FnOnce() + Send + 'static) {
        *self.0.before_delete.lock().unwrap() = Some(Box::new(act));
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
}

impl Backend for Flaky {
    fn check(&self) -> CacheFuture<'_, ()> {
        CacheFuture::later(async { self.reach()?.check().await })
    }

    fn get<'a>(&'a self, key: &'a str) -> CacheFuture<'a, Option<Entry>> {
        CacheFuture::later(async move { self.reach()?.get(key).await })
    }

    fn exists<'a>(&'a self, key: &'a str) -> CacheFuture<'a, bool> {
        CacheFuture::later(async move { self.reach()?.exists(key).await })
    }

    fn add<'a>(&'a self, key: &'a str, item: Item<'a>) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move { self.reach()?.add(key, item).await })
    }

    fn replace<'a>(
        &'a self,
        key: &'a str,
        item: Item<'a>,
        expected: Option<&'a Version>,
    ) -> CacheFuture<'a, Swap<Version>> {
        CacheFuture::later(async move { self.reach()?.replace(key, item, expected).await })
    }

    fn delete<'a>(&'a self, key: &'a str, expected: Option<&'a Version>) -> CacheFuture<'a, Swap<()>> {
        CacheFuture::later(async move {
            let act = self.0.before_delete.lock().unwrap().take();
            act.into_iter().for_each(|act| act());
            self.reach()?.delete(key, expected).await
        })
    }

    fn hold<'a>(&'a self, key: &'a str) -> CacheFuture<'a, Version> {
        CacheFuture::later(async move { self.reach()?.hold(key).await })
    }

    fn hold_free<'a>(&'a self, key: &'a str) -> CacheFuture<'a, Option<Version>> {
        CacheFuture::later(async move { self.reach()?.hold_free(key).await })
    }

    fn clear<'a>(&'a self, prefix: &'a str) -> CacheFuture<'a, ()> {
        CacheFuture::later(async move { self.reach()?.clear(prefix).await })
    }
}

impl fmt::Debug for Flaky {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Flaky")
    }
}

#[cfg(feature = "redis")]
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
