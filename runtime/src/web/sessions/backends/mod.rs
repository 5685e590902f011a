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
use crate::web::settings::Settings;

use super::{SessionStore, StoreError};

/// What stands before an engine's name in Django's settings, which name its module.
const DJANGO: &str = "django.contrib.sessions.backends.";

/// Django's name for the one serializer.
const JSON_SERIALIZER: &str = "django.contrib.sessions.serializers.JSONSerializer";

/// The engines that there are, for whoever misspells one.
const ENGINES: &[&str] = &[
    #[cfg(feature = "sql")]
    "db",
    "cache",
    #[cfg(feature = "sql")]
    "cached_db",
    "file",
    "signed_cookies",
];

/// An engine's name without what Django's settings put before it.
fn engine_name(engine: &str) -> &str {
    engine.strip_prefix(DJANGO).unwrap_or(engine)
}

/// The store that `settings.session_engine` names. Nothing is opened yet.
pub(super) fn named(
    settings: &Settings,
    keys: &Keys,
    clock: &Clock,
    caches: &Caches,
) -> Result<Arc<dyn SessionStore>, StoreError> {
    if !["json", JSON_SERIALIZER].contains(&&*settings.session_serializer) {
        let name = &settings.session_serializer;
        return Err(StoreError::Failed(
            format!("`session_serializer` names `{name}`\nhelp: there is one, `json`").into(),
        ));
    }
    check_encryption(settings)?;
    let cache = || caches.get(&settings.session_cache_alias).cloned();
    let engine = &settings.session_engine;
    match engine_name(engine) {
        #[cfg(feature = "sql")]
        "db" => Ok(Arc::new(Db::open(&settings.database_url, keys, clock.clone()))),
        "cache" => Ok(Arc::new(Cache::new(cache()?, settings.sessions()))),
        #[cfg(feature = "sql")]
        "cached_db" => {
            check_single_process(settings)?;
            let rows = Db::open(&settings.database_url, keys, clock.clone());
            Ok(Arc::new(CachedDb::new(rows, cache()?, settings.sessions(), clock.clone())))
        }
        #[cfg(not(feature = "sql"))]
        "db" | "cached_db" => Err(StoreError::Failed(
            format!(
                "the session engine `{engine}` needs one of the features `sqlite`, `postgres` and `mysql`"
            )
            .into(),
        )),
        "file" => Ok(Arc::new(File::new(&settings.sessions(), keys))),
        "signed_cookies" => Ok(Arc::new(SignedCookies::new(&settings.sessions(), keys))),
        other => Err(unknown(other)),
    }
}

/// Whoever asks for encryption would believe that they have it.
fn check_encryption(settings: &Settings) -> Result<(), StoreError> {
    let engine = &settings.session_engine;
    if !settings.session_cookie_encrypted || engine_name(engine) == "signed_cookies" {
        return Ok(());
    }
    let engine = engine.escape_debug();
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

/// Names the engines, and the one that was meant if it is but a slip or two away.
fn unknown(engine: &str) -> StoreError {
    let nearest = ENGINES.iter().map(|name| (strsim::osa_distance(name, engine), name)).min();
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

    fn told_of(engine: &str) -> String {
        told(|settings| settings.session_engine = engine.into())
    }

    #[test]
    fn every_engine_is_found_by_its_name_and_by_that_of_djangos_module() {
        for engine in ENGINES {
            for name in [(*engine).to_owned(), format!("{DJANGO}{engine}")] {
                let opened = open(|settings| {
                    settings.session_engine = name;
                    settings.session_cache_single_process = true;
                });
                assert!(opened.is_ok(), "{engine}");
            }
        }
    }

    #[test]
    fn there_is_one_serializer() {
        let refused = |name: &str| open(|settings| settings.session_serializer = name.into()).is_err();

        assert!(!refused("json") && !refused(JSON_SERIALIZER));
        assert!(refused("django.contrib.sessions.serializers.PickleSerializer"));
    }

    #[test]
    fn an_engine_that_is_not_there_is_told_with_those_that_are() {
        let told_of_slip = told_of("django.contrib.sessions.backends.signed_cookie");
        let told_of_another = told_of("carrier_pigeon");

        assert!(
            told_of_slip.starts_with("`session_engine` names `signed_cookie`, which is no engine\nhelp: ")
        );
        assert!(told_of_slip.contains("did you mean `signed_cookies`?"));
        for engine in ENGINES {
            assert!(told_of_another.contains(&format!("`{engine}`")));
        }
        assert!(!told_of_another.contains("did you mean"));
    }

    #[test]
    fn encryption_of_what_is_not_in_the_cookie_is_a_mistake() {
        let told = told(|settings| settings.session_cookie_encrypted = true);
        assert!(told.contains("the session engine `db` keeps nothing in the cookie\nhelp: "), "{told}");

        for engine in ["signed_cookies", "django.contrib.sessions.backends.signed_cookies"] {
            let opened = open(|settings| {
                (settings.session_engine, settings.session_cookie_encrypted) = (engine.into(), true);
            });
            assert!(opened.is_ok(), "{engine}");
        }
    }

    #[cfg(feature = "sql")]
    #[test]
    fn a_cache_in_memory_before_the_database_wants_to_hear_that_nobody_else_is_there() {
        let with = |engine: &str, single: bool| {
            open(|settings| {
                settings.caches = [("sessions".to_owned(), "memory:".to_owned())].into();
                settings.cache_url = "redis://host/1".into();
                settings.session_cache_alias = "sessions".into();
                settings.session_engine = engine.into();
                settings.session_cache_single_process = single;
            })
        };

        for engine in ["cached_db", "django.contrib.sessions.backends.cached_db"] {
            let Err(StoreError::Failed(error)) = with(engine, false) else { panic!("{engine} is opened") };
            assert!(error.to_string().contains("`session_cache_single_process = true`"), "{error}");
            assert!(with(engine, true).is_ok());
        }
        assert!(with("cache", false).is_ok());
        assert!(told_of("cached_db").contains("`cached_db`"));
    }
}
