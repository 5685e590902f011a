//! The stores that come with the framework, one file each, named as Django names its engines.

mod cache;
#[cfg(feature = "sql")]
mod cached_db;
#[cfg(feature = "sql")]
mod db;
mod encrypted_cookies;
mod file;
mod signed_cookies;

pub use cache::Cache;
#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use cached_db::CachedDb;
#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use db::Db;
pub use file::File;
pub use signed_cookies::SignedCookies;

use std::sync::Arc;

use crate::base::clock::Clock;
use crate::base::signing::Keys;
use crate::web::caches::Caches;
use crate::web::settings::{SessionEngine, Settings};

use super::{SessionStore, StoreError};

/// The store that `settings.session_engine` names. Nothing is opened yet.
#[cfg_attr(not(feature = "sql"), allow(unused_variables, reason = "the databases alone look at the clock"))]
pub(super) fn named(
    settings: &Settings,
    keys: &Keys,
    clock: &Clock,
    caches: &Caches,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    check_encryption(settings)?;
    let cache = || caches.get(&settings.session_cache_alias).cloned();
    match settings.session_engine {
        #[cfg(feature = "sql")]
        SessionEngine::Db => Ok(Arc::new(Db::new(caches.database().clone(), keys, clock.clone()))),
        SessionEngine::Cache => Ok(Arc::new(Cache::new(cache()?, settings.sessions()))),
        #[cfg(feature = "sql")]
        SessionEngine::CachedDb => {
            check_single_process(settings)?;
            let rows = Db::new(caches.database().clone(), keys, clock.clone());
            Ok(Arc::new(CachedDb::new(rows, cache()?, settings.sessions(), clock.clone())))
        }
        #[cfg(not(feature = "sql"))]
        engine @ (SessionEngine::Db | SessionEngine::CachedDb) => Err(StoreError::Failed(
            format!(
                "the session engine `{engine}` needs one of the features `sqlite`, `postgres` and `mysql`"
            )
            .into(),
        )),
        SessionEngine::File => Ok(Arc::new(File::new(&settings.sessions(), keys))),
        SessionEngine::SignedCookies => Ok(Arc::new(SignedCookies::new(&settings.sessions(), keys))),
    }
}

/// Whoever asks for encryption would believe that they have it.
fn check_encryption(settings: &Settings) -> Result<(), StoreError> {
    let engine = settings.session_engine;
    if !settings.session_cookie_encrypted || engine == SessionEngine::SignedCookies {
        return Ok(());
    }
    Err(StoreError::Failed(
        format!(
            "`session_cookie_encrypted` is true, but the session engine `{engine}` keeps nothing in the cookie\n\
             help: set `session_engine = \"signed_cookies\"`, or leave `session_cookie_encrypted` out"
        )
        .into(),
    ))
}

/// It cannot be seen from here whether there are other processes, and what happens if there are is not noticed
/// before somebody is not logged out.
#[cfg(feature = "sql")]
fn check_single_process(settings: &Settings) -> Result<(), StoreError> {
    if settings.session_cache_single_process
        || settings.cache(&settings.session_cache_alias)?.url != "memory:"
    {
        return Ok(());
    }
    Err(StoreError::Failed(
        "the session engine `cached_db` has its cache in this process's memory, where no other process sees what is \
         changed or ended\n\
         help: set `cache_url = \"redis://…\"`, or `session_engine = \"db\"`, or, if this process is the only one that \
         serves the site, `session_cache_single_process = true`"
            .into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(change: impl FnOnce(&mut Settings)) -> Result<Arc<dyn SessionStore>, StoreError> {
        let mut settings = Settings::default();
        change(&mut settings);
        let clock = Clock::system();
        named(&settings, &Keys::new("k", [""; 0]), &clock, &Caches::open(&settings, &clock)?)
    }

    fn told(change: impl FnOnce(&mut Settings)) -> String {
        match open(change) {
            Err(StoreError::Failed(error)) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_engine_is_found_by_its_name_and_by_that_of_djangos_module() {
        for name in SessionEngine::WORDS {
            for name in [(*name).to_owned(), format!("django.contrib.sessions.backends.{name}")] {
                let opened = open(|settings| {
                    settings.session_engine = name.parse().unwrap();
                    settings.session_cache_single_process = true;
                });
                assert!(cfg!(not(feature = "sql")) || opened.is_ok(), "{name}");
            }
        }
    }

    #[test]
    fn encryption_of_what_is_not_in_the_cookie_is_a_mistake() {
        let told = told(|settings| settings.session_cookie_encrypted = true);
        assert!(told.contains("the session engine `db` keeps nothing in the cookie\nhelp: "), "{told}");

        let opened = open(|settings| {
            (settings.session_engine, settings.session_cookie_encrypted) =
                (SessionEngine::SignedCookies, true);
        });
        assert!(opened.is_ok());
    }

    #[cfg(feature = "sql")]
    #[test]
    fn a_cache_in_memory_before_the_database_wants_to_hear_that_nobody_else_is_there() {
        let with = |engine: SessionEngine, single: bool| {
            open(|settings| {
                settings.caches = [("sessions".to_owned(), "memory:".to_owned())].into();
                // Of whose name it is not: what is there besides does not count.
                if cfg!(feature = "redis") {
                    settings.cache_url = "redis://host/1".into();
                }
                settings.session_cache_alias = "sessions".into();
                settings.session_engine = engine;
                settings.session_cache_single_process = single;
            })
        };

        let Err(StoreError::Failed(error)) = with(SessionEngine::CachedDb, false) else {
            panic!("it is opened")
        };
        assert!(error.to_string().contains("`session_cache_single_process = true`"), "{error}");
        assert!(error.to_string().contains("`cached_db`"), "{error}");
        assert!(with(SessionEngine::CachedDb, true).is_ok());
        assert!(with(SessionEngine::Cache, false).is_ok());
    }
}
