//! What every session store must do, run against each with `store_suite!`.
//!
//! Backend files test only what is peculiar to them.

use std::sync::Arc;
use std::time::Duration;

use time::macros::datetime;

use crate::clock::{Clock, Timestamp};
use crate::cookies::Cookies;

use super::store::{Create, Delete, Load, Save, StoreFuture, Stored};
use super::{
    Data, Record, Session, SessionError, SessionKey, SessionSettings, SessionStore, Sessions, StoreError,
    Version,
};

pub(super) const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

/// A store under test, the clock it goes by, and the sessions kept in it.
pub(super) struct Fixture {
    pub(super) store: Arc<dyn SessionStore>,
    pub(super) clock: Clock,
    pub(super) sessions: Sessions,
}

impl Fixture {
    pub(super) fn new(make: impl FnOnce(Clock) -> Arc<dyn SessionStore>) -> Self {
        let clock = Clock::fixed(NOW);
        let store = make(clock.clone());
        let sessions = Sessions::with_store(Arc::clone(&store), SessionSettings::default(), &clock);
        Self { store, clock, sessions }
    }

    /// The session of a request that sends this key.
    pub(super) fn request(&self, key: &SessionKey) -> Session {
        self.sessions.begin(&Cookies::parse(format!("sessionid={}", key.as_str()).as_bytes()))
    }

    /// A session with one entry, stored.
    pub(super) async fn stored(&self) -> SessionKey {
        let session = self.sessions.begin(&Cookies::parse(b""));
        session.load().await.unwrap();
        session.insert("k", 1).unwrap();
        session.save().await.unwrap();
        session.key().unwrap()
    }

    pub(super) async fn json(&self, key: &SessionKey) -> Option<String> {
        found(self.store.load(key).await.unwrap()).map(|stored| stored.record.data.to_json())
    }
}

/// The session of a visitor without a cookie, in a store that nothing may ask.
pub(super) fn new_session() -> Session {
    Fixture::new(|_| Arc::new(NoStore)).sessions.begin(&Cookies::parse(b""))
}

/// Fails whatever it is asked for.
#[derive(Debug)]
pub(super) struct NoStore;

fn away<T>() -> StoreFuture<'static, T> {
    Box::pin(async { Err(StoreError::Unavailable("no store".into())) })
}

impl SessionStore for NoStore {
    fn load<'a>(&'a self, _: &'a SessionKey) -> StoreFuture<'a, Load> {
        away()
    }

    fn create<'a>(&'a self, _: &'a SessionKey, _: &'a Record) -> StoreFuture<'a, Create> {
        away()
    }

    fn save<'a>(&'a self, _: &'a SessionKey, _: &'a Record, _: Option<&'a Version>) -> StoreFuture<'a, Save> {
        away()
    }

    fn delete<'a>(&'a self, _: &'a SessionKey, _: Option<&'a Version>) -> StoreFuture<'a, Delete> {
        away()
    }

    fn exists<'a>(&'a self, _: &'a SessionKey) -> StoreFuture<'a, bool> {
        away()
    }

    fn clear_expired(&self, _: u32) -> StoreFuture<'_, u64> {
        away()
    }
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(4).enable_all().build().unwrap().block_on(future)
}

pub(super) fn record(json: &str) -> Record {
    Record { data: Data::from_json(json).unwrap(), expires_at: NOW + Duration::from_secs(60) }
}

fn found(load: Load) -> Option<Stored> {
    match load {
        Load::Found(stored) => Some(stored),
        _ => None,
    }
}

pub(super) async fn create_never_replaces(at: Fixture) {
    let key = SessionKey::random().unwrap();

    assert!(matches!(at.store.create(&key, &record(r#"{"a":1}"#)).await, Ok(Create::Created(_))));
    assert!(matches!(at.store.create(&key, &record("{}")).await, Ok(Create::KeyTaken)));

    assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"a":1}"#));
}

pub(super) async fn save_never_creates(at: Fixture) {
    let key = SessionKey::random().unwrap();

    assert!(matches!(at.store.save(&key, &record("{}"), None).await, Ok(Save::Gone)));

    assert!(!at.store.exists(&key).await.unwrap());
}

pub(super) async fn only_the_expected_version_is_replaced_or_removed(at: Fixture) {
    let key = at.stored().await;
    let old = found(at.store.load(&key).await.unwrap()).unwrap().version;
    let Save::Saved(new) = at.store.save(&key, &record(r#"{"b":2}"#), Some(&old)).await.unwrap() else {
        panic!("the expected version was not replaced");
    };

    let Save::Changed(current) = at.store.save(&key, &record("{}"), Some(&old)).await.unwrap() else {
        panic!("another version was replaced");
    };
    assert_eq!(current.record.data.to_json(), r#"{"b":2}"#);
    assert!(current.version == new);
    assert!(matches!(at.store.delete(&key, Some(&old)).await, Ok(Delete::Changed(_))));
    assert!(matches!(at.store.delete(&key, Some(&new)).await, Ok(Delete::Deleted)));
    assert!(matches!(at.store.delete(&key, Some(&new)).await, Ok(Delete::Gone)));
    assert!(at.store.delete(&key, None).await.is_ok());
}

pub(super) async fn an_expired_record_is_not_loaded_and_is_cleared(at: Fixture) {
    let (old, new) = (SessionKey::random().unwrap(), SessionKey::random().unwrap());
    at.store.create(&old, &record("{}")).await.unwrap();
    let lasting = Record { expires_at: NOW + Duration::from_secs(61), ..record("{}") };
    at.store.create(&new, &lasting).await.unwrap();

    at.clock.set(NOW + Duration::from_secs(60));
    assert!(matches!(at.store.load(&old).await, Ok(Load::Missing)));
    assert!(at.store.exists(&old).await.unwrap());

    at.clock.set(NOW + Duration::from_secs(60) + Duration::from_micros(1));
    assert_eq!(at.sessions.clear_expired().await.unwrap(), 1);
    assert!(!at.store.exists(&old).await.unwrap());
    assert!(at.store.exists(&new).await.unwrap());
}

pub(super) async fn expired_records_are_cleared_in_batches(at: Fixture) {
    for _ in 0..5 {
        at.store.create(&SessionKey::random().unwrap(), &record("{}")).await.unwrap();
    }
    at.clock.set(NOW + Duration::from_secs(61));

    let batches = [at.store.clear_expired(3).await.unwrap(), at.store.clear_expired(3).await.unwrap()];

    assert_eq!(batches, [3, 2]);
}

pub(super) async fn an_unknown_key_is_never_taken_over(at: Fixture) {
    let unknown = SessionKey::random().unwrap();
    let session = at.request(&unknown);

    session.load().await.unwrap();
    session.insert("k", 1).unwrap();
    session.save().await.unwrap();

    assert!(session.key().unwrap() != unknown);
    assert!(!at.store.exists(&unknown).await.unwrap());
}

pub(super) async fn a_hundred_requests_that_set_different_keys_all_keep_them(at: Fixture) {
    let key = at.stored().await;
    let requests = (0..100).map(|number| {
        let session = at.request(&key);
        tokio::spawn(async move {
            session.load().await.unwrap();
            tokio::task::yield_now().await;
            session.insert(&format!("request {number}"), number).unwrap();
            session.save().await.unwrap();
        })
    });

    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap();
    }

    let session = at.request(&key);
    session.load().await.unwrap();
    assert_eq!(session.keys().unwrap().len(), 101);
}

pub(super) async fn removing_and_setting_at_the_same_time_are_both_done(at: Fixture) {
    let key = at.stored().await;
    let (removes, sets) = (at.request(&key), at.request(&key));
    removes.load().await.unwrap();
    sets.load().await.unwrap();

    removes.remove("k").unwrap();
    removes.save().await.unwrap();
    sets.insert("n", 2).unwrap();
    sets.save().await.unwrap();

    assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"n":2}"#));
    assert_eq!(sets.data().unwrap().to_json(), r#"{"n":2}"#);
}

pub(super) async fn a_session_that_another_request_ended_stays_ended(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);
    session.load().await.unwrap();

    at.request(&key).flush().await.unwrap();
    session.insert("n", 1).unwrap();

    assert!(matches!(session.save().await, Err(SessionError::Interrupted)));
    assert!(matches!(session.cycle_key().await, Err(SessionError::Interrupted)));
    assert!(!at.store.exists(&key).await.unwrap());
}

pub(super) async fn flush_invalidates_the_key_and_what_follows_is_new(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);

    session.flush().await.unwrap();
    assert!(session.is_empty() && session.is_modified());
    session.insert("n", 1).unwrap();
    session.save().await.unwrap();

    assert!(!at.store.exists(&key).await.unwrap());
    assert_eq!(at.json(&session.key().unwrap()).await.as_deref(), Some(r#"{"n":1}"#));
}

pub(super) async fn cycle_key_takes_along_what_others_have_stored_meanwhile(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);
    session.load().await.unwrap();
    session.insert("mine", 1).unwrap();
    let other = at.request(&key);
    other.load().await.unwrap();
    other.insert("theirs", 2).unwrap();
    other.save().await.unwrap();

    session.cycle_key().await.unwrap();

    assert!(!at.store.exists(&key).await.unwrap());
    let moved = at.json(&session.key().unwrap()).await;
    assert_eq!(moved.as_deref(), Some(r#"{"k":1,"theirs":2,"mine":1}"#));
}

pub(super) async fn what_is_changed_after_a_save_is_in_the_next(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);
    session.load().await.unwrap();

    session.insert("a", 1).unwrap();
    session.save().await.unwrap();
    session.remove("k").unwrap();
    session.save().await.unwrap();

    assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"a":1}"#));
}

pub(super) async fn a_change_runs_to_its_end_though_nobody_waits(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);

    // Asked for once, then dropped, as by a client that leaves.
    let _ = tokio::time::timeout(Duration::ZERO, session.cycle_key()).await;
    while at.store.exists(&key).await.unwrap() {
        tokio::task::yield_now().await;
    }
    // Waits until what is being stored is stored.
    session.save().await.unwrap();

    let new_key = session.key().unwrap();
    assert!(new_key != key);
    assert_eq!(at.json(&new_key).await.as_deref(), Some(r#"{"k":1}"#));
}

/// Runs every rule of [`SessionStore`] against the store that the expression makes for a [`Clock`].
macro_rules! store_suite {
    ($make:expr) => {
        $crate::sessions::suite::store_suite! {
            $make;
            create_never_replaces
            save_never_creates
            only_the_expected_version_is_replaced_or_removed
            an_expired_record_is_not_loaded_and_is_cleared
            expired_records_are_cleared_in_batches
            an_unknown_key_is_never_taken_over
            a_hundred_requests_that_set_different_keys_all_keep_them
            removing_and_setting_at_the_same_time_are_both_done
            a_session_that_another_request_ended_stays_ended
            flush_invalidates_the_key_and_what_follows_is_new
            cycle_key_takes_along_what_others_have_stored_meanwhile
            what_is_changed_after_a_save_is_in_the_next
            a_change_runs_to_its_end_though_nobody_waits
        }
    };
    ($make:expr; $($rule:ident)*) => {
        $(
            #[test]
            fn $rule() {
                $crate::sessions::suite::block_on(async {
                    let fixture = $crate::sessions::suite::Fixture::new($make);
                    fixture.sessions.prepare().await.unwrap();
                    $crate::sessions::suite::$rule(fixture).await;
                });
            }
        )*
    };
}

pub(super) use store_suite;
