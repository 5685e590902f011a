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
use crate::base::text;
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
pub(crate) fn engine_name(engine: &str) -> &str {
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
    let cache = || caches.get(&settings.session_cache_alias).cloned();
    let engine = &settings.session_engine;
    match engine_name(engine) {
        #[cfg(feature = "sql")]
        "db" => Ok(Arc::new(Db::open(&settings.database_url, keys, clock.clone()))),
        "cache" => Ok(Arc::new(Cache::new(cache()?, settings.sessions(), clock.clone()))),
        #[cfg(feature = "sql")]
        "cached_db" => {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(settings: &Settings) -> Result<Arc<dyn SessionStore>, StoreError> {
        let clock = Clock::system();
        super::named(settings, &Keys::new("k", [""; 0]), &clock, &Caches::open(settings, &clock)?)
    }

    fn told(engine: &str) -> String {
        let settings = Settings { session_engine: engine.into(), ..Settings::default() };
        match named(&settings) {
            Err(StoreError::Failed(error)) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_engine_is_found_by_its_name_and_by_that_of_djangos_module() {
        for engine in ENGINES {
            for name in [(*engine).to_owned(), format!("{DJANGO}{engine}")] {
                let settings = Settings { session_engine: name, ..Settings::default() };
                assert!(named(&settings).is_ok(), "{engine}");
            }
        }
    }

    #[test]
    fn there_is_one_serializer() {
        let with = |name: &str| Settings { session_serializer: name.into(), ..Settings::default() };
        let refused = |name| named(&with(name)).is_err();

        assert!(!refused("json") && !refused(JSON_SERIALIZER));
        assert!(refused("django.contrib.sessions.serializers.PickleSerializer"));
    }

    #[test]
    fn an_engine_that_is_not_there_is_told_with_those_that_are() {
        let told_of_slip = told("django.contrib.sessions.backends.signed_cookie");
        let told_of_another = told("carrier_pigeon");

        assert!(
            told_of_slip.starts_with("`session_engine` names `signed_cookie`, which is no engine\nhelp: ")
        );
        assert!(told_of_slip.contains("did you mean `signed_cookies`?"));
        for engine in ENGINES {
            assert!(told_of_another.contains(&format!("`{engine}`")));
        }
        assert!(!told_of_another.contains("did you mean"));
    }
}
