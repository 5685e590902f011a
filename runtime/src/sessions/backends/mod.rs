//! The stores that come with the framework, one file each, named as Django names its engines.

#[cfg(feature = "sqlite")]
mod db;
mod encrypted_cookies;
mod file;
mod signed_cookies;

#[cfg(feature = "sqlite")]
pub use db::Db;
pub use file::File;
pub use signed_cookies::SignedCookies;

use std::sync::Arc;

use crate::clock::Clock;
use crate::settings::Settings;
use crate::signing::Keys;
use crate::text;

use super::{SessionStore, StoreError};

/// What stands before an engine's name in Django's settings, which name its module.
const DJANGO: &str = "django.contrib.sessions.backends.";

/// The engines that there are, for whoever misspells one.
const ENGINES: &[&str] = &[
    #[cfg(feature = "sqlite")]
    "db",
    "file",
    "signed_cookies",
];

/// The store that `settings.session_engine` names. Nothing is opened yet.
pub(super) fn named(
    settings: &Settings,
    keys: &Keys,
    clock: &Clock,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    let engine = &settings.session_engine;
    match engine.strip_prefix(DJANGO).unwrap_or(engine) {
        #[cfg(feature = "sqlite")]
        "db" => Ok(Arc::new(Db::open(&settings.database_url, keys, clock.clone()))),
        "file" => Ok(Arc::new(File::new(&settings.sessions(), keys, clock.clone()))),
        "signed_cookies" => Ok(Arc::new(SignedCookies::new(&settings.sessions(), keys, clock.clone()))),
        other => Err(unknown(other)),
    }
}

/// Names the engines, and the one that was meant if it is but a slip or two away.
fn unknown(engine: &str) -> StoreError {
    let nearest = ENGINES.iter().map(|name| (text::distance(name, engine), name)).min();
    let near = match nearest {
        Some((slips, name)) if slips <= 1 + name.len() / 5 => format!("did you mean `{name}`? "),
        _ => String::new(),
    };
    let all = ENGINES.join("`, `");
    StoreError::Failed(
        format!("`session_engine` names `{engine}`, which is no engine\nhelp: {near}there are `{all}`")
            .into(),
    )
}
