//! What every session store must do: one set of rules, run against each engine that comes with the framework,
//! and against yours.
//!
//! [`session_store_suite!`](crate::session_store_suite) makes a test of each rule; [`RULES`] is the same as
//! data. A [`Subject`] says how to open the store; a closure will do for one that goes by the time it is
//! told:
//!
//! ```
//! mod my_store_keeps_the_rules {
//!     # use vestibule::sessions::backends::SignedCookies;
//!     # use vestibule::signing::Keys;
//!     use std::sync::Arc;
//!     use vestibule::clock::Clock;
//!     use vestibule::sessions::{SessionSettings, SessionStore};
//!
//!     fn open(settings: &SessionSettings, _: &Clock) -> Arc<dyn SessionStore> {
//!         // Your store, in a place of this test's own.
//!         # let keys = Keys::new("0123456789abcdef0123456789abcdef", [""; 0]);
//!         # let my_store = SignedCookies::new(settings, &keys);
//!         Arc::new(my_store)
//!     }
//!
//!     vestibule::session_store_suite!(open);
//! }
//! ```
//!
//! Rules that speak of what is kept on the server are left out for a store that
//! [keeps everything in the cookie](SessionStore::is_in_cookie).

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use time::macros::datetime;

use crate::base::clock::{Clock, Timestamp};
use crate::web::cookies::Cookies;

use super::store::{Create, Delete, Load, Save, Stored};
use super::{
    Data, Record, SessionError, SessionHandle, SessionKey, SessionSettings, SessionStore, Sessions,
    StoreError, Version,
};

/// The time it is when a rule begins.
pub const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

/// How long the sessions of a rule live after their last change.
const AGE: Duration = Duration::from_secs(60);

/// A kind of store, to be opened by the rules.
pub trait Subject: Send + Sync + 'static {
    /// Opens the store, for sessions of these settings; the clock is for what goes by time beside the calls. Every
    /// call for the same subject opens the same storage, as different processes do.
    fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore>;

    /// Lets time pass for storage that has a clock of its own; that of `open` and of the calls is moved by the rules.
    fn pass(&self, _time: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async {})
    }

    /// Whether expired records vanish by themselves, so that `clear_expired` has nothing to do.
    fn forgets_by_itself(&self) -> bool {
        false
    }
}

impl<F> Subject for F
where
    F: Fn(&SessionSettings, &Clock) -> Arc<dyn SessionStore> + Send + Sync + 'static,
{
    fn open(&self, settings: &SessionSettings, clock: &Clock) -> Arc<dyn SessionStore> {
        self(settings, clock)
    }
}

/// One of the rules.
#[derive(Clone, Copy)]
pub struct Rule {
    name: &'static str,
    concerns: Concerns,
    run: fn(Fixture) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// Which stores a rule is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Concerns {
    All,
    /// Those that keep something on the server.
    Servers,
    /// Those that keep expired records until they are cleared.
    Keepers,
}

impl Rule {
    /// Its name: a sentence with underscores.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs it. `Ok(false)` means that it does not concern such a store.
    ///
    /// # Errors
    ///
    /// What the store did wrong.
    pub async fn check(&self, subject: Arc<dyn Subject>) -> Result<bool, String> {
        let fixture = Fixture::new(subject);
        let concerned = match self.concerns {
            Concerns::All => true,
            Concerns::Servers => !fixture.store.is_in_cookie(),
            Concerns::Keepers => !fixture.store.is_in_cookie() && !fixture.subject.forgets_by_itself(),
        };
        if !concerned {
            return Ok(false);
        }
        fixture.sessions.prepare().await.map_err(|error| format!("it cannot be prepared: {error:?}"))?;
        match tokio::spawn((self.run)(fixture)).await {
            Ok(()) => Ok(true),
            Err(error) => Err(error.try_into_panic().map_or_else(|error| error.to_string(), words)),
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.name).finish()
    }
}

/// What a failed assertion says.
fn words(panic: Box<dyn std::any::Any + Send>) -> String {
    match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
        (Some(text), _) => text.clone(),
        (_, Some(text)) => (*text).to_owned(),
        _ => "it panicked".to_owned(),
    }
}

/// Runs the rule of this name in a runtime of its own; what the tests of
/// [`session_store_suite!`](crate::session_store_suite) do.
///
/// # Panics
///
/// If the store does not keep the rule.
pub fn check(name: &str, subject: impl Subject) {
    let rule = RULES.iter().find(|rule| rule.name == name).expect("a rule of this name");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build();
    if let Err(why) = runtime.expect("a runtime").block_on(rule.check(Arc::new(subject))) {
        panic!("{why}");
    }
}

/// A store under test, the clock it goes by, and the sessions kept in it.
#[derive(Clone)]
pub(super) struct Fixture {
    pub(super) store: Arc<dyn SessionStore>,
    pub(super) clock: Clock,
    pub(super) sessions: Sessions,
    subject: Arc<dyn Subject>,
}

impl Fixture {
    pub(super) fn new(subject: Arc<dyn Subject>) -> Self {
        Self::at(Clock::fixed(NOW), subject)
    }

    fn at(clock: Clock, subject: Arc<dyn Subject>) -> Self {
        let settings = SessionSettings { cookie_age: AGE, ..SessionSettings::default() };
        let store = subject.open(&settings, &clock);
        let sessions = Sessions::with_store(Arc::clone(&store), settings, &clock);
        Self { store, clock, sessions, subject }
    }

    /// The same storage, opened as another process has it.
    fn other_process(&self) -> Self {
        Self::at(self.clock.clone(), Arc::clone(&self.subject))
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn pass(&self, time: Duration) {
        self.clock.set(self.clock.now() + time);
        self.subject.pass(time).await;
    }

    /// The session of a request that sends this key.
    pub(super) fn request(&self, key: &SessionKey) -> SessionHandle {
        self.sessions.begin(&Cookies::parse(format!("sessionid={}", key.as_str()).as_bytes()))
    }

    /// A session with one entry, stored.
    pub(super) async fn stored(&self) -> SessionKey {
        let session = self.sessions.begin(&Cookies::parse(b"")).load().await.unwrap();
        session.insert("k", 1).unwrap();
        session.save().await.unwrap();
        session.key().unwrap()
    }

    pub(super) async fn json(&self, key: &SessionKey) -> Option<String> {
        found(self.store.load(key, self.now()).await.unwrap()).map(|stored| stored.record.data.to_json())
    }

    /// A record to be stored now.
    pub(super) fn record(&self, json: &str) -> Record {
        Record { data: Data::from_json(json).unwrap(), expires_at: self.clock.now() + AGE }
    }
}

fn found(load: Load) -> Option<Stored> {
    match load {
        Load::Found(stored) => Some(stored),
        _ => None,
    }
}

async fn what_was_stored_is_loaded(at: Fixture) {
    const TEXT: &str = r#"{"big":123456789012345678901234567890,"text":"caf\u00e9 \ud83d\ude00","list":[1.5,null,true,{"a":[]}]}"#;
    let session = at.sessions.begin(&Cookies::parse(b"")).load().await.unwrap();
    session.update(&Data::from_json(TEXT).unwrap());
    session.save().await.unwrap();

    let loaded = at.other_process().request(&session.key().unwrap()).load().await.unwrap();

    assert_eq!(loaded.data().to_json(), TEXT);
}

async fn create_never_replaces(at: Fixture) {
    let key = SessionKey::random().unwrap();

    assert!(matches!(
        at.store.create(&key, &at.record(r#"{"a":1}"#), at.now()).await,
        Ok(Create::Created(_))
    ));
    assert!(matches!(at.store.create(&key, &at.record("{}"), at.now()).await, Ok(Create::KeyTaken)));

    assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"a":1}"#));
}

async fn save_never_creates(at: Fixture) {
    let key = SessionKey::random().unwrap();

    assert!(matches!(at.store.save(&key, &at.record("{}"), None, at.now()).await, Ok(Save::Gone)));
    assert!(matches!(
        at.store.save(&key, &at.record("{}"), Some(&Version::of_number(0)), at.now()).await,
        Ok(Save::Gone)
    ));

    assert!(!at.store.exists(&key, at.now()).await.unwrap());
}

async fn only_the_expected_version_is_replaced_or_removed(at: Fixture) {
    let key = at.stored().await;
    let old = found(at.store.load(&key, at.now()).await.unwrap()).unwrap().version;
    at.request_that_sets(&key, "b").await;

    let Save::Changed(current) = at.store.save(&key, &at.record("{}"), Some(&old), at.now()).await.unwrap()
    else {
        panic!("another version was replaced");
    };
    assert_eq!(current.record.data.to_json(), r#"{"k":1,"b":true}"#);
    assert!(matches!(at.store.delete(&key, Some(&old), at.now()).await, Ok(Delete::Changed(_))));
    assert!(matches!(at.store.delete(&key, Some(&current.version), at.now()).await, Ok(Delete::Deleted)));
    assert!(matches!(at.store.delete(&key, Some(&current.version), at.now()).await, Ok(Delete::Gone)));
    assert!(at.store.delete(&key, None, at.now()).await.is_ok());
}

async fn an_expired_record_is_not_loaded(at: Fixture) {
    let key = at.stored().await;
    at.pass(AGE - Duration::from_secs(10)).await;
    assert!(matches!(at.store.load(&key, at.now()).await, Ok(Load::Found(_))));

    at.pass(Duration::from_secs(11)).await;

    assert!(found(at.store.load(&key, at.now()).await.unwrap()).is_none());
}

async fn saving_moves_the_expiry(at: Fixture) {
    let key = at.stored().await;
    at.pass(AGE - Duration::from_secs(10)).await;
    let session = at.request(&key).load().await.unwrap();
    session.mark_modified();
    session.save().await.unwrap();

    at.pass(Duration::from_secs(11)).await;

    assert!(matches!(at.store.load(&session.key().unwrap(), at.now()).await, Ok(Load::Found(_))));
}

async fn clearing_removes_what_has_expired_and_nothing_else(at: Fixture) {
    let old = at.stored().await;
    at.pass(AGE + Duration::from_secs(1)).await;
    let new = at.stored().await;

    assert!(at.store.exists(&old, at.now()).await.unwrap());
    assert_eq!(at.sessions.clear_expired().await.unwrap(), 1);

    assert!(!at.store.exists(&old, at.now()).await.unwrap());
    assert!(at.store.exists(&new, at.now()).await.unwrap());
}

/// A store that cannot say what it holds keeps the rule.
async fn what_is_looked_for_is_found_by_its_data(at: Fixture) {
    let store = async |json: &str, age: Duration| {
        let key = SessionKey::random().unwrap();
        let record = Record { expires_at: at.now() + age, ..at.record(json) };
        at.store.create(&key, &record, at.now()).await.unwrap();
        key
    };
    // Under a name that no earlier rule has used.
    let name = SessionKey::random().unwrap();
    let json = format!(r#"{{"{}":1,"_session_expiry":30}}"#, name.as_str());
    let over = store(&json, Duration::from_secs(30)).await;
    at.pass(Duration::from_secs(31)).await;
    let ours = [store(&json, Duration::from_secs(30)).await, store(&json, Duration::from_secs(30)).await];
    let ended = store(&json, Duration::from_secs(30)).await;
    at.store.delete(&ended, None, at.now()).await.unwrap();
    store(r#"{"n":1}"#, AGE).await;

    let name = name.as_str().to_owned();
    let found = match at.other_process().sessions.find(move |data| data.contains(&name)).await {
        Err(StoreError::Unlisted) => return,
        found => found.unwrap(),
    };

    let mut keys: Vec<_> = found.iter().filter_map(|(session, _)| session.key()).collect();
    keys.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    let mut ours = ours.to_vec();
    ours.sort_by(|one, other| one.as_str().cmp(other.as_str()));
    assert!(keys == ours, "{} are found, and two are there", keys.len());
    for (session, expires_at) in found {
        assert!((expires_at - at.now() - Duration::from_secs(30)).abs() < Duration::from_secs(1));
        session.flush().await.unwrap();
    }
    for key in ours.iter().chain([&over]) {
        assert_eq!(at.json(key).await, None);
    }
}

async fn clearing_goes_in_batches(at: Fixture) {
    for _ in 0..5 {
        at.stored().await;
    }
    at.pass(AGE + Duration::from_secs(1)).await;

    let batches = [
        at.store.clear_expired(3, at.now()).await.unwrap(),
        at.store.clear_expired(3, at.now()).await.unwrap(),
    ];

    assert_eq!(batches, [3, 2]);
}

async fn an_unknown_key_is_never_taken_over(at: Fixture) {
    let unknown = SessionKey::random().unwrap();
    let session = at.request(&unknown).load().await.unwrap();
    session.insert("k", 1).unwrap();
    session.save().await.unwrap();

    assert!(session.key().unwrap() != unknown);
    assert!(!at.store.exists(&unknown, at.now()).await.unwrap());
}

async fn a_key_that_is_none_of_ours_is_unknown(at: Fixture) {
    let ours = at.stored().await;
    // Some databases take texts for equal that are not.
    for hostile in [
        &*ours.as_str().to_ascii_uppercase(),
        &format!("{} ", ours.as_str()),
        &format!("{}\u{0}", ours.as_str()),
        &"x".repeat(20_000),
        "😀😀😀😀😀😀😀😀",
        "../../../etc/passwd",
        "sessionid%",
        "%%%%%%%%",
        "'; DROP TABLE--",
        "ÀÉÎõüÿœæ",
        "\u{0}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}",
    ] {
        let key = SessionKey::from_cookie(hostile).unwrap();

        assert!(found(at.store.load(&key, at.now()).await.unwrap()).is_none(), "{hostile:?} was found");
        assert!(!at.store.exists(&key, at.now()).await.unwrap(), "{hostile:?} is there");
        assert!(at.store.delete(&key, None, at.now()).await.is_ok(), "{hostile:?} cannot be removed");
    }
}

async fn a_hundred_requests_that_set_different_keys_all_keep_them(at: Fixture) {
    let key = at.stored().await;
    let other = at.other_process();
    let requests = (0..100).map(|number| {
        let session = if number % 2 == 0 { at.request(&key) } else { other.request(&key) };
        tokio::spawn(async move {
            let session = session.load().await.unwrap();
            tokio::task::yield_now().await;
            session.insert(&format!("request {number}"), number).unwrap();
            session.save().await.unwrap();
        })
    });

    for request in requests.collect::<Vec<_>>() {
        request.await.unwrap();
    }

    let session = at.request(&key).load().await.unwrap();
    assert_eq!(session.keys().len(), 101);
}

async fn removing_and_setting_at_the_same_time_are_both_done(at: Fixture) {
    let key = at.stored().await;
    let removes = at.request(&key).load().await.unwrap();
    let sets = at.request(&key).load().await.unwrap();

    removes.remove("k");
    removes.save().await.unwrap();
    sets.insert("n", 2).unwrap();
    sets.save().await.unwrap();

    assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"n":2}"#));
    assert_eq!(sets.data().to_json(), r#"{"n":2}"#);
}

async fn a_session_that_another_request_ended_stays_ended(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key).load().await.unwrap();

    at.other_process().request(&key).flush().await.unwrap();
    session.insert("n", 1).unwrap();

    assert!(matches!(session.save().await, Err(SessionError::Interrupted)));
    assert!(matches!(session.cycle_key().await, Err(SessionError::Interrupted)));
    assert!(!at.store.exists(&key, at.now()).await.unwrap());
}

async fn flush_invalidates_the_key_and_what_follows_is_new(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);

    session.flush().await.unwrap();
    let session = session.load().await.unwrap();
    assert!(session.is_empty() && session.is_modified());
    session.insert("n", 1).unwrap();
    session.save().await.unwrap();

    assert!(!at.store.exists(&key, at.now()).await.unwrap());
    assert_eq!(at.json(&session.key().unwrap()).await.as_deref(), Some(r#"{"n":1}"#));
}

async fn cycle_key_takes_along_what_others_have_stored_meanwhile(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key).load().await.unwrap();
    session.insert("mine", 1).unwrap();
    at.request_that_sets(&key, "theirs").await;

    session.cycle_key().await.unwrap();

    assert!(!at.store.exists(&key, at.now()).await.unwrap());
    let moved = at.json(&session.key().unwrap()).await;
    assert_eq!(moved.as_deref(), Some(r#"{"k":1,"theirs":true,"mine":1}"#));
}

async fn what_is_changed_after_a_save_is_in_the_next(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key).load().await.unwrap();

    session.insert("a", 1).unwrap();
    session.save().await.unwrap();
    session.remove("k");
    session.save().await.unwrap();

    assert_eq!(at.json(&session.key().unwrap()).await.as_deref(), Some(r#"{"a":1}"#));
}

async fn a_change_runs_to_its_end_though_nobody_waits(at: Fixture) {
    let key = at.stored().await;
    let session = at.request(&key);

    // Asked for once, then dropped, as by a client that leaves.
    let _ = tokio::time::timeout(Duration::ZERO, session.cycle_key()).await;
    while at.store.exists(&key, at.now()).await.unwrap() {
        tokio::task::yield_now().await;
    }
    // Waits until what is being stored is stored.
    session.save().await.unwrap();

    let new_key = session.key().unwrap();
    assert!(new_key != key);
    assert_eq!(at.json(&new_key).await.as_deref(), Some(r#"{"k":1}"#));
}

async fn a_reader_who_leaves_takes_nobody_elses_answer_along(at: Fixture) {
    let (key, other) = (at.stored().await, at.stored().await);
    at.request_that_sets(&other, "theirs").await;

    // Asked for once, then dropped, as by a client that leaves: an answer may be on its way.
    for _ in 0..10 {
        let _ = tokio::time::timeout(Duration::ZERO, at.store.load(&other, at.now())).await;
        assert_eq!(at.json(&key).await.as_deref(), Some(r#"{"k":1}"#));
    }
}

impl Fixture {
    async fn request_that_sets(&self, key: &SessionKey, name: &str) {
        let session = self.request(key).load().await.unwrap();
        session.insert(name, true).unwrap();
        session.save().await.unwrap();
    }
}

macro_rules! rules {
    ($($concerns:ident: $($rule:ident)*;)*) => {
        /// Every rule.
        pub const RULES: &[Rule] = &[$($(
            Rule {
                name: stringify!($rule),
                concerns: Concerns::$concerns,
                run: |fixture| Box::pin($rule(fixture)),
            },
        )*)*];
    };
}

rules! {
    All:
        what_was_stored_is_loaded
        an_expired_record_is_not_loaded
        saving_moves_the_expiry
        an_unknown_key_is_never_taken_over
        a_key_that_is_none_of_ours_is_unknown
        what_is_changed_after_a_save_is_in_the_next;
    Servers:
        create_never_replaces
        save_never_creates
        only_the_expected_version_is_replaced_or_removed
        a_hundred_requests_that_set_different_keys_all_keep_them
        removing_and_setting_at_the_same_time_are_both_done
        a_session_that_another_request_ended_stays_ended
        flush_invalidates_the_key_and_what_follows_is_new
        cycle_key_takes_along_what_others_have_stored_meanwhile
        a_change_runs_to_its_end_though_nobody_waits
        a_reader_who_leaves_takes_nobody_elses_answer_along
        what_is_looked_for_is_found_by_its_data;
    Keepers:
        clearing_removes_what_has_expired_and_nothing_else
        clearing_goes_in_batches;
}

/// Makes a test of each rule of [`sessions::conformance`](crate::sessions::conformance) for the
/// [`Subject`](crate::sessions::conformance::Subject) that the expression gives.
#[macro_export]
macro_rules! session_store_suite {
    ($subject:expr) => {
        $crate::session_store_suite! {
            $subject;
            what_was_stored_is_loaded
            an_expired_record_is_not_loaded
            saving_moves_the_expiry
            an_unknown_key_is_never_taken_over
            a_key_that_is_none_of_ours_is_unknown
            what_is_changed_after_a_save_is_in_the_next
            create_never_replaces
            save_never_creates
            only_the_expected_version_is_replaced_or_removed
            a_hundred_requests_that_set_different_keys_all_keep_them
            removing_and_setting_at_the_same_time_are_both_done
            a_session_that_another_request_ended_stays_ended
            flush_invalidates_the_key_and_what_follows_is_new
            cycle_key_takes_along_what_others_have_stored_meanwhile
            a_change_runs_to_its_end_though_nobody_waits
            a_reader_who_leaves_takes_nobody_elses_answer_along
            what_is_looked_for_is_found_by_its_data
            clearing_removes_what_has_expired_and_nothing_else
            clearing_goes_in_batches
        }
    };
    ($subject:expr; $($rule:ident)*) => {
        /// Fails if a rule is missing in the macro's list.
        #[test]
        fn these_are_all_the_rules() {
            let names: ::std::vec::Vec<_> =
                $crate::sessions::conformance::RULES.iter().map(|rule| rule.name()).collect();
            assert_eq!(names, [$(stringify!($rule)),*]);
        }

        $(
            #[test]
            fn $rule() {
                $crate::sessions::conformance::check(stringify!($rule), $subject);
            }
        )*
    };
}
