//! `Cache`: sessions in a cache and nowhere else, Django's engine `cache`.
//!
//! One entry for each session, named `django.contrib.sessions.cache` and the session's key, without anything
//! between them:
//!
//! ```text
//! :1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy
//! ```
//!
//! Its data is the session's, and its time ends when the session does.
//!
//! A cache may forget. In memory, sessions end with the process, and those unused for the longest time when there
//! are too many; each process has its own. In Redis they are as safe as Redis is told to keep its data, and as
//! long as it is not told to evict keys. An entry that cannot be read is one that is not there. A cache that is
//! away is not: it would log everybody out.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::cache::{self, CacheError, Entry, Item, Key, Swap, Value};
use crate::base::clock::Timestamp;
use crate::web::sessions::expiry::Expiry;
use crate::web::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version, Wanted,
};
use crate::web::sessions::{Data, SessionKey, SessionSettings};

/// What the names of its entries begin with.
const PREFIX: &str = "django.contrib.sessions.cache";

/// Keeps sessions in a cache, which Django may share.
#[derive(Debug)]
pub struct Cache {
    cache: cache::Cache,
    /// What the keys of its entries begin with, whole.
    prefix: String,
    settings: SessionSettings,
    unreadable: Unreadable,
}

impl Cache {
    /// Keeps sessions of these settings in `cache`.
    pub fn new(cache: cache::Cache, settings: SessionSettings) -> Self {
        Self { prefix: cache.key(PREFIX), cache, settings, unreadable: Unreadable::default() }
    }

    /// The name of a session's entry in the cache, before [`cache::Cache::key`].
    pub fn entry_name(key: &SessionKey) -> String {
        [PREFIX, key.as_str()].concat()
    }

    fn entry_key<'k>(&'k self, key: &'k SessionKey) -> Key<'k> {
        Key { start: self.prefix.as_bytes(), rest: key.as_bytes() }
    }

    /// The record in an entry; one that cannot be read is none.
    fn stored(&self, entry: Entry, now: Timestamp) -> Option<Stored> {
        let data = match entry.value?.into_map() {
            Ok(data) => data,
            Err(error) => {
                self.unreadable.tell(&error);
                return None;
            }
        };
        let record = match entry.expires_at {
            Some(expires_at) => Record { data, expires_at },
            None => living(data, &self.settings, now)?,
        };
        Some(Stored { record, version: entry.version })
    }

    async fn find_entries(
        &self,
        wanted: Wanted,
        now: Timestamp,
    ) -> Result<Vec<(SessionKey, Stored)>, StoreError> {
        let mut found = BTreeMap::new();
        let mut place = None;
        loop {
            let part = self.cache.backend().keys(&self.prefix, place).await?;
            let keys: Vec<_> = part.keys.iter().filter_map(|name| Some((name, self.key_of(name)?))).collect();
            let names: Vec<String> = keys.iter().map(|(name, _)| (*name).clone()).collect();
            for ((name, key), entry) in keys.into_iter().zip(self.entries(&names, now).await?) {
                let stored = entry.and_then(|entry| self.stored(entry, now));
                if let Some(stored) = stored.filter(|stored| wanted(&stored.record.data)) {
                    found.insert(name.clone(), (key, stored));
                }
            }
            match part.next {
                Some(next) => place = Some(next),
                None => return Ok(found.into_values().collect()),
            }
        }
    }

    /// The session whose entry has this name. That of another engine may begin in the same way.
    fn key_of(&self, name: &str) -> Option<SessionKey> {
        let key = name.strip_prefix(&self.prefix)?;
        let is_key = key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        SessionKey::from_cookie(key).filter(|_| is_key)
    }

    /// Several entries; one that cannot be read is none.
    async fn entries(&self, names: &[String], now: Timestamp) -> Result<Vec<Option<Entry>>, StoreError> {
        match self.cache.backend().get_many(names, now).await {
            // One of them. Which it is shows one by one.
            Err(CacheError::Unreadable(_)) => {}
            entries => return Ok(entries?),
        }
        let mut entries = Vec::new();
        for name in names {
            entries.push(match self.cache.backend().get(name.into(), now, None).await {
                Err(error @ CacheError::Unreadable(_)) => {
                    self.unreadable.tell(&error);
                    None
                }
                entry => entry?,
            });
        }
        Ok(entries)
    }

    fn loaded(&self, entry: Result<Option<Entry>, CacheError>, now: Timestamp) -> Result<Load, StoreError> {
        let entry = match entry {
            Err(error @ CacheError::Unreadable(_)) => {
                self.unreadable.tell(&error);
                None
            }
            other => other?,
        };
        Ok(entry.and_then(|entry| self.stored(entry, now)).map_or(Load::Missing, Load::Found))
    }

    fn saved(&self, swap: Result<Swap<Version>, CacheError>, now: Timestamp) -> Result<Save, StoreError> {
        Ok(match swap {
            Ok(Swap::Done(version)) => Save::Saved(version),
            Ok(Swap::Changed(entry)) => self.stored(entry, now).map_or(Save::Gone, Save::Changed),
            Ok(Swap::Gone) | Err(CacheError::Unreadable(_)) => Save::Gone,
            Err(error) => return Err(error.into()),
        })
    }

    fn deleted(&self, swap: Result<Swap<()>, CacheError>, now: Timestamp) -> Result<Delete, StoreError> {
        Ok(match swap {
            Ok(Swap::Done(())) => Delete::Deleted,
            Ok(Swap::Changed(entry)) => self.stored(entry, now).map_or(Delete::Gone, Delete::Changed),
            Ok(Swap::Gone) | Err(CacheError::Unreadable(_)) => Delete::Gone,
            Err(error) => return Err(error.into()),
        })
    }
}

impl SessionStore for Cache {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        if !cfg!(debug_assertions) && !self.settings.cache_single_process && !self.cache.backend().is_shared()
        {
            tracing::warn!(
                target: "vestibule::sessions",
                "sessions are kept in this process's memory: they end with it, and other processes do not know \
                 them; if it is the only one, say so with `session_cache_single_process = true`"
            );
        }
        self.cache.backend().check().map(|checked| Ok(checked?))
    }

    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
        let entry = self.cache.backend().get(self.entry_key(key), now, None);
        entry.map(move |entry| self.loaded(entry, now))
    }

    fn create<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create> {
        let added = self.cache.backend().add(self.entry_key(key), item(record), now);
        added.map(|version| Ok(version?.map_or(Create::KeyTaken, Create::Created)))
    }

    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save> {
        let swap = self.cache.backend().replace(self.entry_key(key), item(record), expected, now);
        swap.map(move |swap| self.saved(swap, now))
    }

    fn delete<'a>(
        &'a self,
        key: &'a SessionKey,
        expected: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        let swap = self.cache.backend().delete(self.entry_key(key), expected, now);
        swap.map(move |swap| self.deleted(swap, now))
    }

    fn exists<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, bool> {
        self.cache.backend().exists(self.entry_key(key), now).map(|exists| Ok(exists?))
    }

    fn find(&self, wanted: Wanted, now: Timestamp) -> StoreFuture<'_, Vec<(SessionKey, Stored)>> {
        StoreFuture::later(self.find_entries(wanted, now))
    }

    /// There is nothing to do: what has expired is not there.
    fn clear_expired(&self, _: u32, _: Timestamp) -> StoreFuture<'_, u64> {
        StoreFuture::Ready(Ok(0))
    }
}

/// What the cache is to keep of a record.
pub(super) fn item(record: &Record) -> Item {
    Item { value: Value::from(&record.data), expires_at: Some(record.expires_at) }
}

/// The record of data that a cache has kept without its end: the end is that of a session saved now, unless the
/// session has an instant of its own; `None` if that has passed.
pub(super) fn living(data: Data, settings: &SessionSettings, now: Timestamp) -> Option<Record> {
    let expires_at = Expiry::of(&data).date(now, settings);
    (expires_at > now).then_some(Record { data, expires_at })
}

/// Whether the log has a line on entries that cannot be read. One is enough: whoever can write to the cache could have
/// it full.
#[derive(Debug, Default)]
pub(super) struct Unreadable(AtomicBool);

impl Unreadable {
    pub(super) fn tell(&self, error: &CacheError) {
        if !self.0.swap(true, Ordering::Relaxed) {
            let cause = std::error::Error::source(error);
            tracing::warn!(
                target: "vestibule::sessions",
                cause,
                "{error}; it counts as no session, and further ones are not told"
            );
        }
    }
}

impl From<CacheError> for StoreError {
    fn from(error: CacheError) -> Self {
        match error {
            CacheError::Unavailable(_) => Self::Unavailable(error.into()),
            CacheError::Unreadable(_) => Self::Corrupt(error.into()),
            CacheError::Failed(_) | CacheError::Value(_) | CacheError::Settings(_) => {
                Self::Failed(error.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock};

    use time::macros::datetime;

    use super::*;
    use crate::base::cache::CacheSettings;
    use crate::base::clock::Clock;
    use crate::web::sessions::conformance::{Fixture, NOW, Subject};
    use crate::web::sessions::test_stores::block_on;

    crate::session_store_suite!(InMemory::default());

    /// One cache in memory, for all that open it.
    #[derive(Default)]
    struct InMemory(OnceLock<cache::Cache>);

    impl Subject for InMemory {
        fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
            let open = || cache::Cache::open(&CacheSettings::default(), clock).unwrap();
            Arc::new(Cache::new(self.0.get_or_init(open).clone(), settings.clone()))
        }

        fn forgets_by_itself(&self) -> bool {
            true
        }
    }

    #[test]
    fn data_without_its_end_ends_when_the_session_says_or_so_long_after_now() {
        let settings = SessionSettings::default();
        let ends_at = |json: &str| {
            let record = living(Data::from_json(json).unwrap(), &settings, NOW);
            record.map(|record| record.expires_at)
        };

        assert_eq!(ends_at("{}"), Some(NOW + settings.age()));
        assert_eq!(ends_at(r#"{"_session_expiry":300}"#), Some(NOW + time::Duration::seconds(300)));
        let instant = datetime!(2030-06-01 00:00 UTC);
        assert_eq!(ends_at(r#"{"_session_expiry":"2030-06-01T00:00:00Z"}"#), Some(instant));
        assert_eq!(ends_at(r#"{"_session_expiry":"2020-06-01T00:00:00Z"}"#), None);
    }

    #[test]
    fn a_cache_in_memory_knows_when_a_record_ends() {
        let at = Fixture::new(Arc::new(InMemory::default()));
        let key = SessionKey::random().unwrap();
        let record = at.record("{}");
        block_on(at.store.create(&key, &record, NOW)).unwrap();

        let Ok(Load::Found(stored)) = block_on(at.store.load(&key, NOW)) else { panic!("it is there") };

        assert_eq!(stored.record, record);
    }

    #[test]
    fn the_entry_is_named_as_django_names_it() {
        let key = SessionKey::from_cookie("63bbvvmx690z601yurx3gdqo5v2bg6cy").unwrap();

        let name = "django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy";
        assert_eq!(Cache::entry_name(&key), name);
    }
}
