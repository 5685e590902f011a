//! The stores that come with the framework, one file each, named as Django names its engines.

#[cfg(feature = "sql")]
mod db;

#[cfg(feature = "sql")]
pub use db::Db;

use std::sync::Arc;

use crate::clock::Clock;
use crate::settings::Settings;
use crate::signing::Keys;

use super::{SessionStore, StoreError};

/// The store that `settings.session_engine` names. Nothing is opened yet.
#[cfg_attr(not(feature = "sql"), expect(unused_variables, reason = "no engine needs them"))]
pub(super) fn named(
    settings: &Settings,
    keys: &Keys,
    clock: &Clock,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    // Django's settings name the module.
    let engine = &settings.session_engine;
    match engine.strip_prefix("django.contrib.sessions.backends.").unwrap_or(engine) {
        #[cfg(feature = "sql")]
        "db" => Ok(Arc::new(Db::open(&settings.database_url, keys, clock.clone()))),
        #[cfg(not(feature = "sql"))]
        "db" => Err(StoreError::Failed(
            "the session engine `db` needs one of the features `sqlite`, `postgres` and `mysql`".into(),
        )),
        _ => Err(StoreError::Failed(format!("there is no session engine `{engine}`; there is `db`").into())),
    }
}
