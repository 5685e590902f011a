//! `CachedDb`: sessions in the database, and in a cache to be read from: Django's engine `cached_db`.
//!
//! The row is the truth, and everything that is written is written there. The cache saves reading it: its entry is
//! named `django.contrib.sessions.cached_db` and the session's key, and holds the data alone.
//!
//! ```text
//! :1:django.contrib.sessions.cached_db63bbvvmx690z601yurx3gdqo5v2bg6cy
//! ```
//!
//! A cache that is down or broken costs speed. It never costs data, and never answers a request with an error.
//!
//! # What came from the cache
//!
//! does not know the version of its row. Saved or deleted over, it is answered with the row as it is now; the
//! session then does its own changes to that, as if another request had been faster.
//!
//! # Why the cache is never older than the row
//!
//! An entry that is older than its row shows what was changed long ago, or lets somebody in who has logged out.
//! Three things keep it from coming about.
//!
//! Whoever reads a row to cache it puts a *hold* first (see [`cache`](crate::cache)), and his data gets in only if
//! the hold is still there. Whoever changes a row puts a hold first as well, changes the row, and then replaces
//! his hold by the new data; if the hold is gone by then, another was at work at the same time, nobody can say whose
//! data is newer, and a last hold keeps both out. A hold is no data, and goes by itself after half a minute; so it
//! does when a process dies in between.
//!
//! A change whose hold or whose new data did not reach the cache puts the session's key on a list of
//! [doubts](super::doubts): this process reads it from the database until the entry has been removed, which is
//! tried every second.
//!
//! # What remains
//!
//! Other processes do not know this one's doubts. If the cache is away just when a session is changed or ended,
//! they may read its old entry from when the cache is back until this process has removed it, a second or two; and
//! until its time is over if this process ends before that. Django processes that share the cache put in what they
//! have read without looking whether it is still true. And a cache in memory is for a site of one process: others
//! would not hear of what is ended here.

use std::sync::Arc;

use crate::cache::{Cache, CacheError, Entry, Item, Swap};
use crate::clock::Clock;
use crate::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version,
};
use crate::sessions::{SessionKey, SessionSettings};

use super::cache::{item, living};
use super::doubts::Doubts;

/// What the names of its entries begin with.
const PREFIX: &str = "django.contrib.sessions.cached_db";

/// The version of what came from the cache: no row has it.
const UNKNOWN: Version = Version::of_number(u64::MAX);

/// Keeps sessions in another store, and reads them from a cache where it can.
#[derive(Debug)]
pub struct CachedDb {
    rows: Arc<dyn SessionStore>,
    cache: Cache,
    doubts: Doubts,
    settings: SessionSettings,
    clock: Clock,
}

impl CachedDb {
    /// Keeps sessions of these settings in `rows`, and reads them from `cache`.
    pub fn new(rows: Arc<dyn SessionStore>, cache: Cache, settings: SessionSettings, clock: Clock) -> Self {
        let doubts = Doubts::new(cache.clone(), cache.key(PREFIX));
        Self { rows, cache, doubts, settings, clock }
    }

    /// The name of a session's entry in the cache, before [`Cache::key`].
    pub fn entry_name(key: &SessionKey) -> String {
        [PREFIX, key.as_str()].concat()
    }

    fn entry_key(&self, key: &SessionKey) -> String {
        self.cache.key(&Self::entry_name(key))
    }

    async fn load_from_either(&self, key: &SessionKey) -> Result<Load, StoreError> {
        let entry_key = self.entry_key(key);
        if self.doubts.contain(&entry_key) {
            return self.rows.load(key).await;
        }
        let hold = match self.cache.backend().get(&entry_key).await {
            Ok(Some(Entry { data: Some(data), .. })) => {
                if let Some(record) = living(data, &self.settings, self.clock.now()) {
                    return Ok(Load::Found(Stored { record, version: UNKNOWN }));
                }
                None
            }
            // Another request is reading or writing the row.
            Ok(Some(Entry { data: None, .. })) => None,
            Ok(None) => self.cache.backend().hold_free(&entry_key).await.ok().flatten(),
            Err(CacheError::Unreadable(_)) => self.cache.backend().hold(&entry_key).await.ok(),
            Err(_) => None,
        };
        let loaded = self.rows.load(key).await;
        if let Some(hold) = &hold {
            self.fill(&entry_key, hold, loaded.as_ref().ok()).await;
        }
        loaded
    }

    /// Puts what was loaded in the place of a hold, or takes the hold away. If that fails, the hold goes by itself.
    async fn fill(&self, entry_key: &str, hold: &Version, loaded: Option<&Load>) {
        let _ = match loaded {
            Some(Load::Found(stored)) => {
                self.cache.backend().replace(entry_key, item(&stored.record), Some(hold)).await.map(drop)
            }
            _ => self.cache.backend().delete(entry_key, Some(hold)).await.map(drop),
        };
    }

    /// The row as it is now, for a change to what came from the cache.
    async fn current(&self, key: &SessionKey) -> Result<Option<Stored>, StoreError> {
        if let Load::Found(stored) = self.rows.load(key).await? {
            return Ok(Some(stored));
        }
        // The entry has outlived its row.
        self.forget(&self.entry_key(key)).await;
        Ok(None)
    }

    /// To be called before a row is changed: nobody reads the entry from now on.
    async fn hold(&self, entry_key: &str) -> Option<Version> {
        let hold = self.cache.backend().hold(entry_key).await;
        if hold.is_err() {
            self.doubts.note(entry_key);
        }
        hold.ok()
    }

    /// To be called after a row was changed: puts the new data in the place of the hold.
    async fn settle(&self, entry_key: &str, hold: Option<Version>, item: Item<'_>) {
        let Some(hold) = hold else { return self.doubts.note(entry_key) };
        match self.cache.backend().replace(entry_key, item, Some(&hold)).await {
            Ok(Swap::Done(_)) => {}
            // Another change or read came between. A new hold, which nobody replaces, outlasts them all.
            Ok(Swap::Changed(_) | Swap::Gone) | Err(CacheError::Unreadable(_)) => {
                self.hold(entry_key).await;
            }
            Err(_) => self.doubts.note(entry_key),
        }
    }

    /// Removes an entry.
    async fn forget(&self, entry_key: &str) {
        if self.cache.backend().delete(entry_key, None).await.is_err() {
            self.doubts.note(entry_key);
        }
    }

    async fn save_row(
        &self,
        key: &SessionKey,
        record: &Record,
        expected: Option<&Version>,
    ) -> Result<Save, StoreError> {
        if expected == Some(&UNKNOWN) {
            return Ok(self.current(key).await?.map_or(Save::Gone, Save::Changed));
        }
        let entry_key = self.entry_key(key);
        let hold = self.hold(&entry_key).await;
        let saved = self.rows.save(key, record, expected).await;
        match &saved {
            Ok(Save::Saved(_) | Save::SavedAs(..)) => self.settle(&entry_key, hold, item(record)).await,
            // Nothing was written. The hold is replaced by the next attempt, or goes by itself.
            Ok(Save::Changed(_)) => {}
            Ok(Save::Gone) => self.forget(&entry_key).await,
            // Nobody can say what was written.
            Err(_) if hold.is_none() => self.doubts.note(&entry_key),
            Err(_) => {}
        }
        saved
    }

    async fn delete_row(&self, key: &SessionKey, expected: Option<&Version>) -> Result<Delete, StoreError> {
        if expected == Some(&UNKNOWN) {
            return Ok(self.current(key).await?.map_or(Delete::Gone, Delete::Changed));
        }
        let entry_key = self.entry_key(key);
        let hold = self.hold(&entry_key).await;
        let deleted = self.rows.delete(key, expected).await;
        match &deleted {
            Ok(Delete::Deleted | Delete::Gone) => self.forget(&entry_key).await,
            Ok(Delete::Changed(_)) => {}
            Err(_) if hold.is_none() => self.doubts.note(&entry_key),
            Err(_) => {}
        }
        deleted
    }
}

impl SessionStore for CachedDb {
    fn prepare(&self) -> StoreFuture<'_, ()> {
        Box::pin(async {
            if let Err(error) = self.cache.backend().check().await {
                let cause = std::error::Error::source(&error);
                tracing::warn!(
                    target: "vestibule::sessions",
                    cause,
                    "{error}; sessions are read from the database until it is"
                );
            }
            self.rows.prepare().await
        })
    }

    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        self.rows.migrate()
    }

    fn load<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, Load> {
        Box::pin(self.load_from_either(key))
    }

    fn create<'a>(&'a self, key: &'a SessionKey, record: &'a Record) -> StoreFuture<'a, Create> {
        Box::pin(async move {
            let created = self.rows.create(key, record).await?;
            // Nobody else knows the key yet. A session that is not cached is cached when it is read.
            if let Create::Created(_) = created {
                let entry_key = self.entry_key(key);
                let added = self.cache.backend().add(&entry_key, item(record)).await;
                if let Err(CacheError::Unavailable(_)) = added {
                    // The entry may still arrive, later than what is written next.
                    self.doubts.note(&entry_key);
                }
            }
            Ok(created)
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a SessionKey,
        record: &'a Record,
        expected: Option<&'a Version>,
    ) -> StoreFuture<'a, Save> {
        Box::pin(self.save_row(key, record, expected))
    }

    fn delete<'a>(&'a self, key: &'a SessionKey, expected: Option<&'a Version>) -> StoreFuture<'a, Delete> {
        Box::pin(self.delete_row(key, expected))
    }

    fn exists<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, bool> {
        self.rows.exists(key)
    }

    fn clear_expired(&self, batch: u32) -> StoreFuture<'_, u64> {
        self.rows.clear_expired(batch)
    }
}

#[cfg(all(test, feature = "sqlite"))]
mod tests {
    use std::sync::OnceLock;
    use std::time::Duration;

    use super::*;
    use crate::cache::testing::Flaky;
    use crate::sessions::backends::Db;
    use crate::sessions::conformance::{Fixture, Subject};
    use crate::sessions::test_stores::block_on;
    use crate::sessions::{Data, SessionError};
    use crate::signing::Keys;

    crate::session_store_suite!(Shelf::default());

    mod without_its_cache {
        use super::*;

        crate::session_store_suite!({
            let shelf = Shelf::default();
            shelf.cache.go_away();
            shelf
        });
    }

    /// A database and a cache, for all that open them.
    #[derive(Clone, Default)]
    struct Shelf {
        rows: Arc<OnceLock<Arc<Db>>>,
        cache: Arc<Flaky>,
    }

    impl Shelf {
        fn store(&self, settings: &SessionSettings, clock: &Clock) -> CachedDb {
            let keys = Keys::new("example-secret-key", [""; 0]);
            let rows = self.rows.get_or_init(|| Arc::new(Db::open("sqlite::memory:", &keys, clock.clone())));
            let cache = self.cache.open(clock);
            CachedDb::new(Arc::clone(rows) as _, cache, settings.clone(), clock.clone())
        }
    }

    impl Subject for Shelf {
        fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
            Arc::new(self.store(settings, clock))
        }
    }

    /// A session in database and cache, and what is under test.
    struct Case {
        shelf: Shelf,
        at: Fixture,
        store: CachedDb,
        key: SessionKey,
    }

    impl Case {
        async fn new() -> Self {
            let shelf = Shelf::default();
            let at = Fixture::new(Arc::new(shelf.clone()));
            at.sessions.prepare().await.unwrap();
            let store = shelf.store(at.sessions.settings(), &at.clock);
            let key = SessionKey::random().unwrap();
            store.create(&key, &at.record(r#"{"n":1}"#)).await.unwrap();
            Self { shelf, at, store, key }
        }

        fn rows(&self) -> &Db {
            self.shelf.rows.get().unwrap()
        }

        fn entry_key(&self) -> String {
            self.store.entry_key(&self.key)
        }

        /// What the cache holds.
        async fn cached(&self) -> Option<String> {
            let entry = self.shelf.cache.inside().get(&self.entry_key()).await.unwrap()?;
            Some(entry.data.as_ref().map_or_else(|| "hold".to_owned(), Data::to_json))
        }

        /// What the store answers with.
        async fn loaded(&self) -> Option<String> {
            match self.store.load(&self.key).await.unwrap() {
                Load::Found(stored) => Some(stored.record.data.to_json()),
                _ => None,
            }
        }

        async fn save(&self, json: &str) {
            let saved = self.store.save(&self.key, &self.at.record(json), None).await;
            assert!(matches!(saved, Ok(Save::Saved(_))));
        }
    }

    #[test]
    fn what_is_written_is_read_from_the_cache() {
        block_on(async {
            let case = Case::new().await;
            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":1}"#));

            case.save(r#"{"n":2}"#).await;
            case.rows().save(&case.key, &case.at.record(r#"{"n":3}"#), None).await.unwrap();

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn what_the_cache_has_forgotten_is_read_from_the_row_and_cached() {
        block_on(async {
            let case = Case::new().await;
            case.shelf.cache.inside().delete(&case.entry_key(), None).await.unwrap();

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":1}"#));

            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":1}"#));
        });
    }

    #[test]
    fn a_key_that_has_no_row_leaves_nothing_in_the_cache() {
        block_on(async {
            let mut case = Case::new().await;
            case.key = SessionKey::random().unwrap();

            assert_eq!(case.loaded().await, None);

            assert_eq!(case.cached().await, None);
        });
    }

    #[test]
    fn a_session_from_the_cache_whose_row_is_gone_is_interrupted_when_it_is_saved() {
        block_on(async {
            let case = Case::new().await;
            case.rows().delete(&case.key, None).await.unwrap();
            let session = case.at.request(&case.key);
            session.load().await.unwrap();
            session.insert("n", 2).unwrap();

            assert!(matches!(session.save().await, Err(SessionError::Interrupted)));

            assert_eq!(case.cached().await, None);
        });
    }

    #[test]
    fn a_slow_reader_does_not_bring_an_ended_session_back() {
        block_on(async {
            let case = Case::new().await;
            case.shelf.cache.inside().delete(&case.entry_key(), None).await.unwrap();
            let hold = case.shelf.cache.inside().hold_free(&case.entry_key()).await.unwrap().unwrap();
            let read = case.rows().load(&case.key).await.unwrap();

            case.store.delete(&case.key, None).await.unwrap();
            case.store.fill(&case.entry_key(), &hold, Some(&read)).await;

            assert_eq!(case.cached().await, None);
            assert_eq!(case.loaded().await, None);
        });
    }

    #[test]
    fn a_slow_reader_does_not_cache_what_has_been_changed() {
        block_on(async {
            let case = Case::new().await;
            case.shelf.cache.inside().delete(&case.entry_key(), None).await.unwrap();
            let hold = case.shelf.cache.inside().hold_free(&case.entry_key()).await.unwrap().unwrap();
            let read = case.rows().load(&case.key).await.unwrap();

            case.save(r#"{"n":2}"#).await;
            case.store.fill(&case.entry_key(), &hold, Some(&read)).await;

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn of_two_changes_at_the_same_time_neither_is_cached() {
        block_on(async {
            let case = Case::new().await;
            let (first, second) = (case.at.record(r#"{"n":1,"a":1}"#), case.at.record(r#"{"n":1,"b":1}"#));

            let first_hold = case.store.hold(&case.entry_key()).await;
            let second_hold = case.store.hold(&case.entry_key()).await;
            case.store.settle(&case.entry_key(), first_hold, item(&first)).await;
            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            case.store.settle(&case.entry_key(), second_hold, item(&second)).await;

            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":1}"#));
        });
    }

    #[test]
    fn a_hold_whose_process_has_died_goes_by_itself() {
        block_on(async {
            let case = Case::new().await;
            case.store.hold(&case.entry_key()).await;
            case.rows().save(&case.key, &case.at.record(r#"{"n":2}"#), None).await.unwrap();

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            case.at.clock.set(case.at.clock.now() + Duration::from_secs(31));
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));

            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn what_is_changed_while_the_cache_is_away_is_not_read_from_it_afterwards() {
        block_on(async {
            let case = Case::new().await;

            case.shelf.cache.go_away();
            case.save(r#"{"n":2}"#).await;
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            case.shelf.cache.come_back();

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            case.store.doubts.remove_now().await.unwrap();
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn what_is_ended_while_the_cache_is_away_stays_ended() {
        block_on(async {
            let case = Case::new().await;

            case.shelf.cache.go_away();
            assert!(matches!(case.store.delete(&case.key, None).await, Ok(Delete::Deleted)));
            case.shelf.cache.come_back();

            assert_eq!(case.loaded().await, None);
            case.store.doubts.remove_now().await.unwrap();
            assert_eq!(case.cached().await, None);
            assert_eq!(case.loaded().await, None);
        });
    }

    #[test]
    fn what_is_cached_between_a_failed_hold_and_its_change_is_in_doubt_too() {
        block_on(async {
            let case = Case::new().await;

            case.shelf.cache.go_away();
            let hold = case.store.hold(&case.entry_key()).await;
            case.shelf.cache.come_back();
            case.store.doubts.remove_now().await.unwrap();
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":1}"#));
            let record = case.at.record(r#"{"n":2}"#);
            case.rows().save(&case.key, &record, None).await.unwrap();
            case.store.settle(&case.entry_key(), hold, item(&record)).await;

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    /// Whatever is done at the same time, in two processes, with the cache going and coming.
    #[test]
    fn the_cache_is_never_older_than_the_row() {
        block_on(async {
            for round in 0..60 {
                let case = Arc::new(Case::new().await);
                let other = Arc::new(case.shelf.store(case.at.sessions.settings(), &case.at.clock));
                let tasks = (0..24).map(|number| {
                    let (case, other) = (Arc::clone(&case), Arc::clone(&other));
                    tokio::spawn(async move {
                        let store = if number % 2 == 0 { &case.store } else { &*other };
                        match number % 6 {
                            0 if round % 3 == 0 => case.shelf.cache.go_away(),
                            1 if round % 3 == 0 => case.shelf.cache.come_back(),
                            0..3 => drop(store.load(&case.key).await.unwrap()),
                            3 if round % 3 == 1 => drop(store.delete(&case.key, None).await.unwrap()),
                            _ => {
                                let record = case.at.record(&format!("{{\"n\":{number}}}"));
                                store.save(&case.key, &record, None).await.unwrap();
                            }
                        }
                    })
                });
                for task in tasks.collect::<Vec<_>>() {
                    task.await.unwrap();
                }
                case.shelf.cache.come_back();
                case.store.doubts.remove_now().await.unwrap();
                other.doubts.remove_now().await.unwrap();

                let row = match case.rows().load(&case.key).await.unwrap() {
                    Load::Found(stored) => Some(stored.record.data.to_json()),
                    _ => None,
                };
                let cached = case.cached().await;
                assert!(
                    cached.is_none() || cached.as_deref() == Some("hold") || cached == row,
                    "{cached:?}, {row:?}"
                );
                assert_eq!(case.loaded().await, row);
            }
        });
    }
}
