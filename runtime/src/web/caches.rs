//! The caches and the database that the settings name, opened once for all that use them: views, layers, sessions, users.

use std::collections::BTreeMap;

use crate::base::cache::{Cache, CacheError};
use crate::base::clock::Clock;
#[cfg(feature = "sql")]
use crate::base::database::Database;
use crate::web::settings::Settings;

/// The name of the cache of `cache_url`.
pub(crate) const DEFAULT: &str = "default";

/// An application's caches, under their names, and its database.
#[derive(Debug)]
pub(crate) struct Caches {
    /// Those under `[caches]`, and the default one.
    opened: BTreeMap<String, Cache>,
    #[cfg(feature = "sql")]
    database: Database,
}

impl Caches {
    /// Opens all. Neither Redis nor the database is asked for before it is needed.
    ///
    /// # Errors
    ///
    /// If an address cannot be understood.
    pub(crate) fn open(settings: &Settings, clock: &Clock) -> Result<Self, CacheError> {
        let names = settings.caches.keys().map(String::as_str).chain([DEFAULT]);
        let open = |name: &str| Ok((name.to_owned(), Cache::open(&settings.cache(name)?, clock)?));
        Ok(Self {
            opened: names.map(open).collect::<Result<_, CacheError>>()?,
            #[cfg(feature = "sql")]
            database: Database::new(&*settings.database_url),
        })
    }

    /// The database of `database_url`.
    #[cfg(feature = "sql")]
    pub(crate) fn database(&self) -> &Database {
        &self.database
    }

    /// # Errors
    ///
    /// If there is none of this name.
    pub(crate) fn get(&self, name: &str) -> Result<&Cache, CacheError> {
        let others = || self.opened.keys().filter(|name| *name != DEFAULT);
        self.opened.get(name).ok_or_else(|| CacheError::unknown_alias(name, others()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cache_is_opened_once() {
        let settings =
            Settings { caches: [("pages".to_owned(), "memory:".to_owned())].into(), ..Settings::default() };
        let caches = Caches::open(&settings, &Clock::system()).unwrap();

        assert!(caches.get("pages").is_ok() && caches.get(DEFAULT).is_ok());
        let error = caches.get("page").unwrap_err().to_string();
        assert!(error.starts_with("there is no cache `page`; there is `default`, `pages`\n"), "{error}");
    }
}
