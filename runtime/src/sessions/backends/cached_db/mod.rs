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
//! Two things keep it from being read.
//!
//! *Holds*, while the cache does what it is told. Whoever reads a row to cache it puts a hold first (see
//! [`cache`](crate::cache)), and his data gets in only if the hold is still there. Whoever changes a row puts a hold
//! first as well, changes the row, and then replaces his hold by the new data; if the hold is gone by then, another
//! was at work at the same time, nobody can say whose data is newer, and a last hold keeps both out. A hold is no
//! data, and goes by itself after half a minute; so it does when a process dies in between. Nothing gets in without
//! a hold that is still there, so that a command that arrives late, from a connection that was given up or a process
//! that has died, changes nothing.
//!
//! *[Trust](trust)*, when it does not. A change that the cache could not be told of is acknowledged when no process
//! believes the cache any more: that stands in the database, beside the rows, and outlives whoever dies. The first
//! such change waits for that a little more than a second. Also which run of the server is believed stands there:
//! one that was restarted may hold what it held an hour ago. When the cache is back it is [emptied](recovery), and
//! then believed again.
//!
//! # What remains
//!
//! Django processes that share the cache put in what they have read without looking whether it is still true, and
//! believe what they find. A cache in memory is for a site of one process: others would not hear of what is ended
//! here.

mod recovery;
mod table;
mod trust;

use std::sync::Arc;

use crate::cache::{Cache, CacheError, Entry, Swap};
use crate::clock::Clock;
use crate::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version,
};
use crate::sessions::{SessionKey, SessionSettings};

use self::table::StateTable;
use self::trust::{Known, Trust};
use super::Db;
use super::cache::{item, living};

/// What the names of its entries begin with.
const PREFIX: &str = "django.contrib.sessions.cached_db";

/// The version of what came from the cache: no row has it.
const UNKNOWN: Version = Version::of_number(u64::MAX);

/// Keeps sessions in the database, and reads them from a cache where it can.
#[derive(Debug)]
pub struct CachedDb {
    rows: Db,
    cache: Cache,
    trust: Trust,
    settings: SessionSettings,
    clock: Clock,
}

/// A row's change that has begun.
struct Change {
    known: Arc<Known>,
    /// What stands in the cache in the place of data; `None` if the cache could not be told.
    hold: Option<Version>,
}

impl CachedDb {
    /// Keeps sessions of these settings in `rows`, and reads them from `cache`.
    ///
    /// Other processes that do the same, with the same database and a cache of the same name, see each other's
    /// changes at once. In memory every process has a cache of its own: then this must be the only one.
    pub fn new(rows: Db, cache: Cache, settings: SessionSettings, clock: Clock) -> Self {
        let trust = match cache.backend().is_shared() {
            false => Trust::always(),
            true => {
                let prefix = cache.key(PREFIX);
                let table = StateTable::new(rows.database().clone(), prefix.clone(), clock.clone());
                Trust::leased(table, cache.clone(), prefix)
            }
        };
        Self { rows, cache, trust, settings, clock }
    }

    /// The name of a session's entry in the cache, before [`Cache::key`].
    pub fn entry_name(key: &SessionKey) -> String {
        [PREFIX, key.as_str()].concat()
    }

    fn entry_key(&self, key: &SessionKey) -> String {
        self.cache.key(&Self::entry_name(key))
    }

    async fn load_from_either(&self, key: &SessionKey) -> Result<Load, StoreError> {
        let known = self.trust.current().await?;
        let Some(server) = known.believed() else { return self.rows.load(key).await };
        let entry_key = self.entry_key(key);
        let cache = self.cache.backend();
        let hold = match cache.get(&entry_key, Some(server)).await {
            Ok(Some(Entry { data: Some(data), .. })) => {
                if let Some(record) = living(data, &self.settings, self.clock.now()) {
                    return Ok(Load::Found(Stored { record, version: UNKNOWN }));
                }
                None
            }
            // Another request is reading or writing the row.
            Ok(Some(Entry { data: None, .. })) => None,
            Ok(None) => cache.hold_free(&entry_key, server).await.ok().flatten(),
            Err(CacheError::Unreadable(_)) => cache.hold(&entry_key, Some(server)).await.ok(),
            Err(_) => {
                self.trust.look_after();
                None
            }
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
        // The entry has outlived its row, which somebody else has removed. If it cannot be removed, it is as before.
        let _ = self.cache.backend().delete(&self.entry_key(key), None).await;
        Ok(None)
    }

    /// To be called before a row is changed: nobody reads the entry from now on.
    async fn begin(&self, entry_key: &str) -> Result<Change, StoreError> {
        let known = self.trust.current().await?;
        let hold = self.cache.backend().hold(entry_key, known.to_be_told()).await.ok();
        if hold.is_none() && known.to_be_told().is_some() {
            return Ok(Change { known: self.trust.distrust().await?, hold });
        }
        self.trust.wait_until_nobody_believes(&known).await;
        Ok(Change { known, hold })
    }

    /// To be called after a row was changed, and before anybody is told: nobody reads an older entry from now on.
    /// What is there now stands in the place of the hold, if `record` is something.
    async fn end(&self, entry_key: &str, change: Change, record: Option<&Record>) -> Result<(), StoreError> {
        let told = match &change.hold {
            Some(hold) => self.settle(entry_key, hold, record, &change.known).await,
            None => false,
        };
        self.trust.confirm(&change.known, told).await
    }

    /// Whether the cache was told of what was changed under a hold.
    async fn settle(&self, entry_key: &str, hold: &Version, record: Option<&Record>, known: &Known) -> bool {
        let cache = self.cache.backend();
        let swap = match record {
            Some(record) => cache.replace(entry_key, item(record), Some(hold)).await.map(drop_version),
            None => cache.delete(entry_key, Some(hold)).await,
        };
        match swap {
            Ok(Swap::Done(())) => true,
            // Another change or read came between. A new hold, which nobody replaces, outlasts them all.
            Ok(Swap::Changed(_) | Swap::Gone) | Err(CacheError::Unreadable(_)) => {
                cache.hold(entry_key, known.to_be_told()).await.is_ok()
            }
            Err(_) => false,
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
        let change = self.begin(&entry_key).await?;
        let saved = self.rows.save(key, record, expected).await?;
        match &saved {
            Save::Saved(_) | Save::SavedAs(..) => self.end(&entry_key, change, Some(record)).await?,
            // Nothing was written. The hold is replaced by the next attempt, or goes by itself.
            Save::Changed(_) => {}
            Save::Gone => self.end(&entry_key, change, None).await?,
        }
        Ok(saved)
    }

    async fn delete_row(&self, key: &SessionKey, expected: Option<&Version>) -> Result<Delete, StoreError> {
        if expected == Some(&UNKNOWN) {
            return Ok(self.current(key).await?.map_or(Delete::Gone, Delete::Changed));
        }
        let entry_key = self.entry_key(key);
        let change = self.begin(&entry_key).await?;
        let deleted = self.rows.delete(key, expected).await?;
        match &deleted {
            Delete::Deleted | Delete::Gone => self.end(&entry_key, change, None).await?,
            Delete::Changed(_) => {}
        }
        Ok(deleted)
    }

    /// Nobody else knows the key yet, so that there is nothing to be wrong about; but a command that puts data
    /// without a hold could arrive when the session has ended.
    async fn create_row(&self, key: &SessionKey, record: &Record) -> Result<Create, StoreError> {
        let entry_key = self.entry_key(key);
        let known = self.trust.current().await?;
        let hold = match known.to_be_told() {
            Some(server) => self.cache.backend().hold_free(&entry_key, server).await.ok().flatten(),
            None => None,
        };
        let created = self.rows.create(key, record).await;
        if let Some(hold) = &hold {
            let _ = match &created {
                Ok(Create::Created(_)) => {
                    self.cache.backend().replace(&entry_key, item(record), Some(hold)).await.map(drop)
                }
                _ => self.cache.backend().delete(&entry_key, Some(hold)).await.map(drop),
            };
        }
        created
    }
}

fn drop_version(swap: Swap<Version>) -> Swap<()> {
    match swap {
        Swap::Done(_) => Swap::Done(()),
        Swap::Changed(entry) => Swap::Changed(entry),
        Swap::Gone => Swap::Gone,
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
            self.rows.prepare().await?;
            self.trust.prepare().await
        })
    }

    fn migrate(&self) -> StoreFuture<'_, Vec<String>> {
        Box::pin(async {
            let mut made = self.rows.migrate().await?;
            made.extend(self.trust.migrate().await?);
            Ok(made)
        })
    }

    fn load<'a>(&'a self, key: &'a SessionKey) -> StoreFuture<'a, Load> {
        Box::pin(self.load_from_either(key))
    }

    fn create<'a>(&'a self, key: &'a SessionKey, record: &'a Record) -> StoreFuture<'a, Create> {
        Box::pin(self.create_row(key, record))
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

    use super::trust::Times;
    use super::*;
    use crate::cache::testing::Flaky;
    use crate::database::Database;
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

    /// So short that nobody waits for long, and a thread may well stand still for longer.
    const TIMES: Times = Times {
        lease: Duration::from_millis(10),
        grace: Duration::from_millis(12),
        quiet: Duration::from_millis(30),
        patience: Duration::from_millis(300),
        pause: Duration::from_millis(5),
    };

    /// A database and a cache, for all that open them.
    #[derive(Clone, Default)]
    struct Shelf {
        database: Arc<OnceLock<Database>>,
        cache: Flaky,
    }

    impl Shelf {
        fn store(&self, settings: &SessionSettings, clock: &Clock) -> CachedDb {
            let (rows, cache) = (self.rows(clock), self.cache.open(clock));
            let table = StateTable::new(rows.database().clone(), cache.key(PREFIX), clock.clone());
            let trust = Trust::timed(table, cache.clone(), cache.key(PREFIX), TIMES);
            CachedDb { trust, ..CachedDb::new(rows, cache, settings.clone(), clock.clone()) }
        }

        fn rows(&self, clock: &Clock) -> Db {
            let database = self.database.get_or_init(|| Database::new("sqlite::memory:"));
            Db::new(database.clone(), &Keys::new("example-secret-key", [""; 0]), clock.clone())
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
            until_trusted(&store).await;
            let key = SessionKey::random().unwrap();
            store.create(&key, &at.record(r#"{"n":1}"#)).await.unwrap();
            Self { shelf, at, store, key }
        }

        fn rows(&self) -> Db {
            self.shelf.rows(&self.at.clock)
        }

        /// Another process of the same site.
        fn another(&self) -> CachedDb {
            self.shelf.store(self.at.sessions.settings(), &self.at.clock)
        }

        /// A hold of somebody who is about to read the row.
        async fn readers_hold(&self) -> Version {
            let (cache, run) = (self.shelf.cache.inside(), self.shelf.cache.run());
            cache.hold_free(&self.entry_key(), &run).await.unwrap().unwrap()
        }

        fn entry_key(&self) -> String {
            self.store.entry_key(&self.key)
        }

        /// What the cache holds.
        async fn cached(&self) -> Option<String> {
            let entry = self.shelf.cache.inside().get(&self.entry_key(), None).await.unwrap()?;
            Some(entry.data.as_ref().map_or_else(|| "hold".to_owned(), Data::to_json))
        }

        /// What the store answers with.
        async fn loaded(&self) -> Option<String> {
            self.loaded_by(&self.store).await
        }

        async fn loaded_by(&self, store: &CachedDb) -> Option<String> {
            match store.load(&self.key).await.unwrap() {
                Load::Found(stored) => Some(stored.record.data.to_json()),
                _ => None,
            }
        }

        async fn put_into_cache(&self, json: &str) {
            let cache = self.shelf.cache.inside();
            let hold = cache.hold(&self.entry_key(), None).await.unwrap();
            cache.replace(&self.entry_key(), item(&self.at.record(json)), Some(&hold)).await.unwrap();
        }

        async fn save(&self, json: &str) {
            let saved = self.store.save(&self.key, &self.at.record(json), None).await;
            assert!(matches!(saved, Ok(Save::Saved(_))));
        }
    }

    /// Waits until it reads from the cache.
    async fn until_trusted(store: &CachedDb) {
        while store.trust.current().await.unwrap().believed().is_none() {
            tokio::time::sleep(TIMES.pause).await;
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
            let hold = case.readers_hold().await;
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
            let hold = case.readers_hold().await;
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

            let first_change = case.store.begin(&case.entry_key()).await.unwrap();
            let second_change = case.store.begin(&case.entry_key()).await.unwrap();
            case.store.end(&case.entry_key(), first_change, Some(&first)).await.unwrap();
            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            case.store.end(&case.entry_key(), second_change, Some(&second)).await.unwrap();

            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":1}"#));
        });
    }

    #[test]
    fn a_hold_whose_process_has_died_goes_by_itself() {
        block_on(async {
            let case = Case::new().await;
            case.store.begin(&case.entry_key()).await.unwrap();
            case.rows().save(&case.key, &case.at.record(r#"{"n":2}"#), None).await.unwrap();

            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            assert_eq!(case.cached().await.as_deref(), Some("hold"));
            case.at.clock.set(case.at.clock.now() + Duration::from_secs(31));
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));

            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn what_is_changed_or_ended_without_the_cache_stays_so_for_every_process() {
        block_on(async {
            for end in [false, true] {
                let case = Case::new().await;
                let mut other = case.another();
                assert_eq!(case.loaded_by(&other).await.as_deref(), Some(r#"{"n":1}"#));

                case.shelf.cache.go_away();
                let expected = if end {
                    assert!(matches!(case.store.delete(&case.key, None).await, Ok(Delete::Deleted)));
                    None
                } else {
                    case.save(r#"{"n":2}"#).await;
                    Some(r#"{"n":2}"#)
                };
                case.shelf.cache.come_back();

                for _ in 0..3 {
                    assert_eq!(case.loaded().await.as_deref(), expected);
                    assert_eq!(case.loaded_by(&other).await.as_deref(), expected);
                    // What it knew is gone with it.
                    other = case.another();
                    assert_eq!(case.loaded_by(&other).await.as_deref(), expected);
                    until_trusted(&other).await;
                }
                assert_eq!(case.cached().await.as_deref(), expected);
            }
        });
    }

    #[test]
    fn a_cache_that_is_lost_between_the_change_and_its_entry_is_not_believed() {
        block_on(async {
            let case = Case::new().await;
            let record = case.at.record(r#"{"n":2}"#);

            let change = case.store.begin(&case.entry_key()).await.unwrap();
            case.rows().save(&case.key, &record, None).await.unwrap();
            case.shelf.cache.go_away();
            case.store.end(&case.entry_key(), change, Some(&record)).await.unwrap();
            // It comes back as it was an hour ago.
            case.put_into_cache(r#"{"n":1}"#).await;
            case.shelf.cache.come_back();

            assert_eq!(case.loaded_by(&case.another()).await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn a_server_that_was_restarted_is_not_believed_until_it_is_empty() {
        block_on(async {
            let case = Case::new().await;
            case.save(r#"{"n":2}"#).await;

            case.shelf.cache.restart();
            case.put_into_cache(r#"{"n":1}"#).await;
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
            case.save(r#"{"n":3}"#).await;
            assert_eq!(case.loaded_by(&case.another()).await.as_deref(), Some(r#"{"n":3}"#));

            until_trusted(&case.store).await;
            assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":3}"#));
            assert_eq!(case.cached().await.as_deref(), Some(r#"{"n":3}"#));
        });
    }

    #[test]
    fn a_change_that_stands_still_while_the_cache_is_recovered_is_told_in_the_end() {
        block_on(async {
            let case = Case::new().await;
            let other = case.another();
            case.shelf.cache.go_away();
            let change = case.store.begin(&case.entry_key()).await.unwrap();
            case.shelf.cache.come_back();
            until_trusted(&other).await;
            assert_eq!(case.loaded_by(&other).await.as_deref(), Some(r#"{"n":1}"#));

            let record = case.at.record(r#"{"n":2}"#);
            case.rows().save(&case.key, &record, None).await.unwrap();
            case.store.end(&case.entry_key(), change, Some(&record)).await.unwrap();

            assert_eq!(case.loaded_by(&other).await.as_deref(), Some(r#"{"n":2}"#));
        });
    }

    #[test]
    fn a_recovery_whose_process_has_died_is_finished_by_another() {
        block_on(async {
            let case = Case::new().await;
            let Trust::Leased(leased) = &case.store.trust else { panic!("it is shared") };
            let epoch = leased.table.read().await.unwrap().epoch;
            let recovering = table::State::Recovering(case.shelf.cache.run());
            leased.table.swap(&epoch, &recovering).await.unwrap().unwrap();

            until_trusted(&case.another()).await;

            assert_eq!(case.cached().await, None);
        });
    }

    #[test]
    fn a_process_whose_cache_is_its_own_needs_no_table() {
        block_on(async {
            let settings = crate::settings::Settings::default();
            let clock = Clock::system();
            let cache = Cache::open(&settings, "default", &clock).unwrap();
            let store = CachedDb::new(Shelf::default().rows(&clock), cache, settings.sessions(), clock);

            assert_eq!(store.migrate().await.unwrap(), ["django_migrations", "django_session"]);
        });
    }

    /// Whatever is done at the same time, in two processes, with the cache going and coming.
    #[test]
    fn the_cache_is_never_older_than_the_row() {
        block_on(async {
            for round in 0..60 {
                let case = Arc::new(Case::new().await);
                let other = Arc::new(case.another());
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

                let row = match case.rows().load(&case.key).await.unwrap() {
                    Load::Found(stored) => Some(stored.record.data.to_json()),
                    _ => None,
                };
                assert_eq!(case.loaded().await, row);
                assert_eq!(case.loaded_by(&other).await, row);
                until_trusted(&other).await;
                let cached = case.cached().await;
                assert!(
                    cached.is_none() || cached.as_deref() == Some("hold") || cached == row,
                    "{cached:?}, {row:?}"
                );
                assert_eq!(case.loaded_by(&other).await, row);
            }
        });
    }
}
