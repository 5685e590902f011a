//! The stores that come with the framework, one file each, named as Django names its engines.

#[cfg(feature = "sqlite")]
mod db;

#[cfg(feature = "sqlite")]
pub use db::Db;

use std::sync::Arc;

use crate::clock::Clock;
use crate::signing::Keys;

use super::{SessionSettings, SessionStore, StoreError};

/// The store that `settings.engine` names. Nothing is opened yet.
#[cfg_attr(not(feature = "sqlite"), expect(unused_variables, reason = "no engine needs them"))]
pub(super) fn named(
    settings: &SessionSettings,
    database_url: &str,
    keys: &Keys,
    clock: &Clock,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    // Django's settings name the module.
    let engine =
        settings.engine.strip_prefix("django.contrib.sessions.backends.").unwrap_or(&settings.engine);
    match engine {
        #[cfg(feature = "sqlite")]
        "db" => Ok(Arc::new(Db::open(database_url, keys, clock.clone()))),
        _ => Err(StoreError::Failed(format!("there is no session engine `{engine}`; there is `db`").into())),
    }
}
