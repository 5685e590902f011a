//! The stores that come with the framework, one file each, named as Django names its engines.

mod cache;
mod cached_db;
#[cfg(feature = "sqlite")]
mod db;
mod doubts;

pub use cache::Cache;
pub use cached_db::CachedDb;
#[cfg(feature = "sqlite")]
pub use db::Db;

use std::sync::Arc;

use crate::clock::Clock;
use crate::settings::Settings;
use crate::signing::Keys;

use super::{SessionStore, StoreError};

/// The store that `settings.session_engine` names. Nothing is opened yet.
#[cfg_attr(not(feature = "sqlite"), expect(unused_variables, reason = "no engine needs them"))]
pub(super) fn named(
    settings: &Settings,
    keys: &Keys,
    clock: &Clock,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    // Django's settings name the module.
    let engine = &settings.session_engine;
    match engine.strip_prefix("django.contrib.sessions.backends.").unwrap_or(engine) {
        #[cfg(feature = "sqlite")]
        "db" => Ok(Arc::new(Db::open(&settings.database_url, keys, clock.clone()))),
        "cache" => Ok(Arc::new(Cache::new(cache_of(settings, clock)?, settings.sessions(), clock.clone()))),
        #[cfg(feature = "sqlite")]
        "cached_db" => {
            let rows = Arc::new(Db::open(&settings.database_url, keys, clock.clone()));
            let cache = cache_of(settings, clock)?;
            Ok(Arc::new(CachedDb::new(rows, cache, settings.sessions(), clock.clone())))
        }
        _ => Err(StoreError::Failed(
            format!("there is no session engine `{engine}`; there are `db`, `cache` and `cached_db`").into(),
        )),
    }
}

/// The cache that `settings.session_cache_alias` names.
fn cache_of(settings: &Settings, clock: &Clock) -> Result<crate::cache::Cache, StoreError> {
    Ok(crate::cache::Cache::open(settings, &settings.session_cache_alias, clock)?)
}
