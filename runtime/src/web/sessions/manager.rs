//! `Sessions`: the sessions of an application, and what they share.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use crate::base::clock::{Clock, Timestamp};
use crate::base::signing::Keys;
use crate::web::caches::Caches;
use crate::web::cookies::{CookieError, CookieJar, Cookies, SetCookie};
use crate::web::settings::Settings;

use super::expiry::Expiry;
use super::store::Stored;
use super::successor::Successors;
use super::{
    Data, Record, Session, SessionHandle, SessionKey, SessionSettings, SessionStore, StoreError, backends,
};

/// More queues than this would save nothing: they are entered only by requests that met in one session.
const QUEUES: usize = 64;

/// How long a request waits in a queue.
const PATIENCE: Duration = Duration::from_secs(5);

/// Records removed by one statement of [`Sessions::clear_expired`]; visitors' writes pass in between.
const CLEAR_BATCH: u32 = 1000;

/// The sessions of an application. Clones are the same sessions.
#[derive(Clone)]
pub struct Sessions {
    pub(super) manager: Arc<Manager>,
}

impl Sessions {
    /// Keeps sessions where `settings.session_engine` says. Nothing is opened yet.
    ///
    /// # Errors
    ///
    /// If there is no such engine, or it cannot be had with these settings.
    pub fn open(settings: &Settings, keys: &Keys, clock: &Clock) -> Result<Self, StoreError> {
        Self::open_in(settings, keys, clock, &Caches::open(settings, clock)?)
    }

    /// The same where the caches are open already.
    pub(crate) fn open_in(
        settings: &Settings,
        keys: &Keys,
        clock: &Clock,
        caches: &Caches,
    ) -> Result<Self, StoreError> {
        let store = backends::named(settings, keys, clock, caches)?;
        Ok(Self::of(store, settings.sessions(), clock, Some(keys)))
    }

    /// Keeps sessions in `store`.
    pub fn with_store(store: Arc<dyn SessionStore>, settings: SessionSettings, clock: &Clock) -> Self {
        Self::of(store, settings, clock, None)
    }

    /// Keeps sessions in `store`; those that move because of a new secret key are found by who knows the keys.
    pub(crate) fn of(
        store: Arc<dyn SessionStore>,
        settings: SessionSettings,
        clock: &Clock,
        keys: Option<&Keys>,
    ) -> Self {
        Self { manager: Arc::new(Manager::new(store, settings, clock.clone(), keys)) }
    }

    /// Makes ready what the store needs, such as its table. Called once at start-up.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn prepare(&self) -> Result<(), StoreError> {
        self.manager.store.prepare().await
    }

    /// Where they are kept.
    pub fn store(&self) -> &Arc<dyn SessionStore> {
        &self.manager.store
    }

    /// Makes what the store needs and does not make by itself, and says what was made. What `migrate` does.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.manager.store.migrate().await
    }

    /// What [`migrate`](Self::migrate) would have to make.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub(crate) async fn missing(&self) -> Result<Vec<String>, StoreError> {
        self.manager.store.missing().await
    }

    /// How sessions are kept and what their cookie looks like.
    pub fn settings(&self) -> &SessionSettings {
        &self.manager.settings
    }

    /// The session of a request with these cookies, not loaded yet.
    pub fn begin(&self, cookies: &Cookies) -> SessionHandle {
        let key = cookies.get(&self.manager.settings.cookie_name).and_then(SessionKey::from_cookie);
        SessionHandle::new(Arc::clone(&self.manager), key)
    }

    /// Whether a record is stored under `key`, expired or not.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn exists(&self, key: &SessionKey) -> Result<bool, StoreError> {
        self.manager.store.exists(key, self.manager.clock.now()).await
    }

    /// All sessions that have not expired and whose data is `wanted`, each with the instant from which on it is not
    /// loaded any more. They are loaded, and may be changed or ended like that of a request.
    ///
    /// It takes as long as reading all sessions that there are: a second for some hundred thousand.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unlisted`] where they are in their cookies, or in a store that cannot be asked; else those of the
    /// store.
    pub async fn find(
        &self,
        wanted: impl Fn(&Data) -> bool + Send + Sync + 'static,
    ) -> Result<Vec<(Session, Timestamp)>, StoreError> {
        let found = self.manager.store.find(Arc::new(wanted), self.manager.clock.now()).await?;
        let loaded = |(key, stored): (SessionKey, Stored)| {
            let expires_at = stored.record.expires_at;
            (Session::of_loaded(SessionHandle::found(Arc::clone(&self.manager), key, stored)), expires_at)
        };
        Ok(found.into_iter().map(loaded).collect())
    }

    /// Removes all expired records and says how many. What `clearsessions` does.
    ///
    /// # Errors
    ///
    /// Those of the store; what was removed by then stays removed.
    pub async fn clear_expired(&self) -> Result<u64, StoreError> {
        self.clear_expired_telling(|_| ()).await
    }

    /// The same; `tell` is called with the number of those that are removed so far.
    pub(crate) async fn clear_expired_telling(&self, mut tell: impl FnMut(u64)) -> Result<u64, StoreError> {
        let mut cleared = 0;
        loop {
            let batch = self.manager.store.clear_expired(CLEAR_BATCH, self.manager.clock.now()).await?;
            cleared += batch;
            tell(cleared);
            if batch < u64::from(CLEAR_BATCH) {
                return Ok(cleared);
            }
        }
    }

    /// Whether a cookie can be sent at all with these settings; asked once at start-up, before a visitor
    /// finds out.
    ///
    /// # Errors
    ///
    /// What is wrong with the name, path, domain or SameSite.
    pub fn check_cookie(&self) -> Result<(), CookieError> {
        CookieJar::new().set(self.settings().plain_cookie(), self.manager.clock.now())
    }
}

/// Prints the settings only.
impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("settings", &self.manager.settings).finish_non_exhaustive()
    }
}

/// What all sessions of one application share: where they are kept, and how.
pub(super) struct Manager {
    pub(super) store: Arc<dyn SessionStore>,
    pub(super) settings: SessionSettings,
    pub(super) clock: Clock,
    /// `None` where no session moves: there is no older secret key, or nothing on the server.
    pub(super) successors: Option<Successors>,
    plain_cookie: SetCookie,
    hasher: RandomState,
    queues: [Mutex<()>; QUEUES],
}

impl Manager {
    pub(super) fn new(
        store: Arc<dyn SessionStore>,
        settings: SessionSettings,
        clock: Clock,
        keys: Option<&Keys>,
    ) -> Self {
        let successors = keys.filter(|_| !store.is_in_cookie()).and_then(Successors::new);
        let queues = std::array::from_fn(|_| Mutex::new(()));
        let plain_cookie = settings.plain_cookie();
        Self { store, settings, clock, successors, plain_cookie, hasher: RandomState::new(), queues }
    }

    /// Waits until no other request of this process that met a conflict saves the session of this key.
    ///
    /// Saving is correct without it. With it, a hundred requests that change one session at the same time
    /// write some hundred times and not some thousand.
    ///
    /// `None` if that takes longer than a store may be waited for: those in front are waiting for it
    /// themselves, one after the other.
    pub(super) async fn queue(&self, key: &SessionKey) -> Option<MutexGuard<'_, ()>> {
        let place = self.hasher.hash_one(key) % QUEUES as u64;
        timeout(PATIENCE, self.queues[place as usize].lock()).await.ok()
    }

    /// The cookie of a session that is saved at `now` and ends as `expiry` says.
    pub(super) fn cookie(&self, key: &SessionKey, expiry: Expiry, now: Timestamp) -> SetCookie {
        let cookie = self.plain_cookie.with_short_value(key.text());
        self.settings.ending(cookie, expiry, now)
    }

    /// The record to store for `data` if it is saved at `now`.
    pub(super) fn record(&self, data: Data, now: Timestamp) -> Record {
        let expires_at = Expiry::of(&data).date(now, &self.settings);
        Record { data, expires_at }
    }
}
