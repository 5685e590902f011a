//! What the tests of this room share.

use std::sync::Arc;

use crate::base::clock::{Clock, Timestamp};
use crate::web::cookies::Cookies;

use super::conformance::Fixture;
use super::store::{Create, Delete, Load, Save, StoreFuture};
use super::{Record, SessionHandle, SessionKey, SessionSettings, SessionStore, StoreError, Version};

/// The fixture of a store that does nothing but fail.
pub(super) fn without_store() -> Fixture {
    Fixture::new(Arc::new(|_: &SessionSettings, _: &Clock| -> Arc<dyn SessionStore> { Arc::new(NoStore) }))
}

/// The session of a visitor without a cookie, in a store that nothing may ask.
pub(super) fn new_session() -> SessionHandle {
    without_store().sessions.begin(&Cookies::parse(b""))
}

/// Fails whatever it is asked for.
#[derive(Debug)]
struct NoStore;

fn away<T>() -> StoreFuture<'static, T> {
    StoreFuture::later(async { Err(StoreError::Unavailable("no store".into())) })
}

impl SessionStore for NoStore {
    fn load<'a>(&'a self, _: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, Load> {
        away()
    }

    fn create<'a>(&'a self, _: &'a SessionKey, _: &'a Record, _: Timestamp) -> StoreFuture<'a, Create> {
        away()
    }

    fn save<'a>(
        &'a self,
        _: &'a SessionKey,
        _: &'a Record,
        _: Option<&'a Version>,
        _: Timestamp,
    ) -> StoreFuture<'a, Save> {
        away()
    }

    fn delete<'a>(
        &'a self,
        _: &'a SessionKey,
        _: Option<&'a Version>,
        _: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        away()
    }

    fn exists<'a>(&'a self, _: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, bool> {
        away()
    }

    fn clear_expired(&self, _: u32, _: Timestamp) -> StoreFuture<'_, u64> {
        away()
    }
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(4).enable_all().build().unwrap().block_on(future)
}
