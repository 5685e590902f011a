//! `CachedDb` on SQLite, and on a cache that fails when it is told to.

use std::sync::OnceLock;
use std::time::Duration;

use super::times::Times;
use super::*;
use crate::base::cache::CacheSettings;
use crate::base::cache::testing::Flaky;
use crate::base::database::Database;
use crate::base::signing::Keys;
use crate::web::sessions::SessionError;
use crate::web::sessions::conformance::{Fixture, NOW, Subject};
use crate::web::sessions::test_stores::block_on;

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
    longest_quiet: Duration::from_millis(60),
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
        store.create(&key, &at.record(r#"{"n":1}"#), NOW).await.unwrap();
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
        cache.hold_free(self.entry_key(), NOW, &run).await.unwrap().unwrap()
    }

    fn entry_key(&self) -> Key<'_> {
        self.store.entry_key(&self.key)
    }

    /// What the cache holds.
    async fn cached(&self) -> Option<String> {
        let entry =
            self.shelf.cache.inside().get(self.entry_key(), self.at.clock.now(), None).await.unwrap()?;
        Some(entry.value.map_or_else(|| "hold".to_owned(), |value| value.json().into_owned()))
    }

    /// What the store answers with.
    async fn loaded(&self) -> Option<String> {
        self.loaded_by(&self.store).await
    }

    async fn loaded_by(&self, store: &CachedDb) -> Option<String> {
        match store.load(&self.key, self.at.clock.now()).await.unwrap() {
            Load::Found(stored) => Some(stored.record.data.to_json()),
            _ => None,
        }
    }

    async fn put_into_cache(&self, json: &str) {
        let cache = self.shelf.cache.inside();
        let hold = cache.hold(self.entry_key(), NOW, None).await.unwrap();
        cache.replace(self.entry_key(), item(&self.at.record(json)), Some(&hold), NOW).await.unwrap();
    }

    async fn save(&self, json: &str) {
        let saved = self.store.save(&self.key, &self.at.record(json), None, NOW).await;
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
        case.rows().save(&case.key, &case.at.record(r#"{"n":3}"#), None, NOW).await.unwrap();

        assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
    });
}

#[test]
fn what_the_cache_has_forgotten_is_read_from_the_row_and_cached() {
    block_on(async {
        let case = Case::new().await;
        case.shelf.cache.inside().delete(case.entry_key(), None, NOW).await.unwrap();

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
        case.rows().delete(&case.key, None, NOW).await.unwrap();
        let session = case.at.request(&case.key).load().await.unwrap();
        session.insert("n", 2).unwrap();

        assert!(matches!(session.save().await, Err(SessionError::Interrupted)));

        assert_eq!(case.cached().await, None);
    });
}

#[test]
fn a_slow_reader_does_not_bring_an_ended_session_back() {
    block_on(async {
        let case = Case::new().await;
        case.shelf.cache.inside().delete(case.entry_key(), None, NOW).await.unwrap();
        let hold = case.readers_hold().await;
        let read = case.rows().load(&case.key, NOW).await.unwrap();

        case.store.delete(&case.key, None, NOW).await.unwrap();
        case.store.fill(case.entry_key(), &hold, Some(&read), NOW).await;

        assert_eq!(case.cached().await, None);
        assert_eq!(case.loaded().await, None);
    });
}

#[test]
fn a_slow_reader_does_not_cache_what_has_been_changed() {
    block_on(async {
        let case = Case::new().await;
        case.shelf.cache.inside().delete(case.entry_key(), None, NOW).await.unwrap();
        let hold = case.readers_hold().await;
        let read = case.rows().load(&case.key, NOW).await.unwrap();

        case.save(r#"{"n":2}"#).await;
        case.store.fill(case.entry_key(), &hold, Some(&read), NOW).await;

        assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":2}"#));
    });
}

#[test]
fn of_two_changes_at_the_same_time_neither_is_cached() {
    block_on(async {
        let case = Case::new().await;
        let (first, second) = (case.at.record(r#"{"n":1,"a":1}"#), case.at.record(r#"{"n":1,"b":1}"#));

        let first_change = case.store.begin(case.entry_key(), NOW).await.unwrap();
        let second_change = case.store.begin(case.entry_key(), NOW).await.unwrap();
        case.store.end(case.entry_key(), first_change, Some(&first), NOW).await.unwrap();
        assert_eq!(case.cached().await.as_deref(), Some("hold"));
        case.store.end(case.entry_key(), second_change, Some(&second), NOW).await.unwrap();

        assert_eq!(case.cached().await.as_deref(), Some("hold"));
        assert_eq!(case.loaded().await.as_deref(), Some(r#"{"n":1}"#));
    });
}

#[test]
fn a_hold_whose_process_has_died_goes_by_itself() {
    block_on(async {
        let case = Case::new().await;
        case.store.begin(case.entry_key(), NOW).await.unwrap();
        case.rows().save(&case.key, &case.at.record(r#"{"n":2}"#), None, NOW).await.unwrap();

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
                assert!(matches!(case.store.delete(&case.key, None, NOW).await, Ok(Delete::Deleted)));
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

        let change = case.store.begin(case.entry_key(), NOW).await.unwrap();
        case.rows().save(&case.key, &record, None, NOW).await.unwrap();
        case.shelf.cache.go_away();
        case.store.end(case.entry_key(), change, Some(&record), NOW).await.unwrap();
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
        let change = case.store.begin(case.entry_key(), NOW).await.unwrap();
        case.shelf.cache.come_back();
        until_trusted(&other).await;
        assert_eq!(case.loaded_by(&other).await.as_deref(), Some(r#"{"n":1}"#));

        let record = case.at.record(r#"{"n":2}"#);
        case.rows().save(&case.key, &record, None, NOW).await.unwrap();
        case.store.end(case.entry_key(), change, Some(&record), NOW).await.unwrap();

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
        let settings = SessionSettings::default();
        let clock = Clock::system();
        let cache = Cache::open(&CacheSettings::default(), &clock).unwrap();
        let store = CachedDb::new(Shelf::default().rows(&clock), cache, settings, clock);

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
                        0..3 => drop(store.load(&case.key, NOW).await.unwrap()),
                        3 if round % 3 == 1 => drop(store.delete(&case.key, None, NOW).await.unwrap()),
                        _ => {
                            let record = case.at.record(&format!("{{\"n\":{number}}}"));
                            store.save(&case.key, &record, None, NOW).await.unwrap();
                        }
                    }
                })
            });
            for task in tasks.collect::<Vec<_>>() {
                task.await.unwrap();
            }
            case.shelf.cache.come_back();

            let row = match case.rows().load(&case.key, NOW).await.unwrap() {
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
