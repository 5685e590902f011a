//! `Trust`: whether the cache is believed, which the database says and every process knows by a lease.
//!
//! # Leases
//!
//! A process reads the cache's [state](super::table) at most once a second, and acts on what it has read for one
//! second from before it asked: that is its *lease*. Whoever changes the state waits a little longer than that, the
//! *grace*, and then counts on nobody acting on what was before. Clocks are monotonic and only measure durations.
//!
//! A process that stands still, stopped by a signal or by a machine that is busy, finds its lease over when it goes
//! on. A virtual machine whose clock stands still with it does not: it may then believe the cache for what was left
//! of a second.
//!
//! # Distrust
//!
//! A change of a row that the cache could not be told of has the cache *untrusted* before the row is written, or at
//! least before it is acknowledged, and waits for the grace: then nobody, in whatever process, reads the old entry any
//! more. Nothing about it is kept in this process alone. While the cache is untrusted, nobody waits for it.
//!
//! [`recovery`](super::recovery) makes it trusted again.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::base::cache::{Cache, Server};
use crate::web::sessions::StoreError;

use super::recovery;
use super::table::{Reading, State, StateTable};
use super::times::{Distrusted, Times};

/// How often the log is told.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// What was last read of the state.
#[derive(Debug)]
pub(super) struct Known {
    reading: Reading,
    /// Before it was asked for.
    read_at: Instant,
    /// After this process had first read of this epoch.
    pub(super) since: Instant,
}

impl Known {
    pub(super) fn state(&self) -> &State {
        &self.reading.state
    }

    pub(super) fn epoch(&self) -> &str {
        &self.reading.epoch
    }

    /// The server whose entries are true, if there is one.
    pub(super) fn believed(&self) -> Option<&Server> {
        match self.state() {
            State::Trusted(server) => Some(server),
            _ => None,
        }
    }

    /// The server that must be told of every change, if there is one.
    pub(super) fn to_be_told(&self) -> Option<&Server> {
        self.state().server()
    }
}

/// Whether a cache is believed. Clones are the same.
#[derive(Clone)]
pub(super) enum Trust {
    /// This process has it to itself and cannot fail to tell it anything.
    Always(Arc<Known>),
    Leased(Arc<Leased>),
}

/// What the processes of a site agree on.
pub(super) struct Leased {
    pub(super) table: StateTable,
    pub(super) cache: Cache,
    /// What its entries begin with.
    pub(super) prefix: String,
    pub(super) times: Times,
    latest: Mutex<Latest>,
    /// Held by whoever asks the database on behalf of all that wait.
    asking: tokio::sync::Mutex<()>,
    /// Whether a task is at work that recovers it.
    pub(super) is_recovering: AtomicBool,
}

#[derive(Default)]
struct Latest {
    known: Option<Arc<Known>>,
    distrusted: Option<Distrusted>,
    failed_at: Option<Instant>,
    /// When the log was last told.
    told: Option<Instant>,
}

impl Trust {
    /// In a cache of this process.
    pub(super) fn always() -> Self {
        let reading = Reading { state: State::Trusted(Server::this_process()), epoch: String::new() };
        let now = Instant::now();
        Self::Always(Arc::new(Known { reading, read_at: now, since: now }))
    }

    /// In a cache that others share, whose entries begin with `prefix`.
    pub(super) fn leased(table: StateTable, cache: Cache, prefix: String) -> Self {
        Self::timed(table, cache, prefix, Times::USUAL)
    }

    pub(super) fn timed(table: StateTable, cache: Cache, prefix: String, times: Times) -> Self {
        let (latest, asking) = (Mutex::default(), tokio::sync::Mutex::new(()));
        let is_recovering = AtomicBool::new(false);
        Self::Leased(Arc::new(Leased { table, cache, prefix, times, latest, asking, is_recovering }))
    }

    /// Says so if the database has nothing to write the state into.
    pub(super) async fn prepare(&self) -> Result<(), StoreError> {
        if let Self::Leased(leased) = self
            && !leased.table.is_there().await?
        {
            tracing::warn!(
                target: "vestibule::sessions",
                "the database has no table `vestibule_session_cache`; sessions are read from the database until this \
                 program's command `migrate` has made it"
            );
        }
        Ok(())
    }

    /// Makes what is missing, and says what that was.
    pub(super) async fn migrate(&self) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Always(_) => Ok(Vec::new()),
            Self::Leased(leased) => leased.table.migrate().await,
        }
    }

    /// What [`migrate`](Self::migrate) would have to make.
    pub(super) async fn missing(&self) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Always(_) => Ok(Vec::new()),
            Self::Leased(leased) => leased.table.missing().await,
        }
    }

    /// What holds now: what was read within the lease, or what the database says.
    ///
    /// # Errors
    ///
    /// If the database cannot be asked.
    pub(super) async fn current(&self) -> Result<Arc<Known>, StoreError> {
        match self {
            Self::Always(known) => Ok(Arc::clone(known)),
            Self::Leased(leased) => leased.current().await,
        }
    }

    /// To be called when the believed server did not answer: it may be another by now.
    pub(super) fn look_after(&self) {
        if let Self::Leased(leased) = self {
            leased.look_after();
        }
    }

    /// Has the cache untrusted for every process, whatever it was.
    ///
    /// # Errors
    ///
    /// If the database cannot be told.
    pub(super) async fn distrust(&self) -> Result<Arc<Known>, StoreError> {
        match self {
            Self::Always(known) => Ok(Arc::clone(known)),
            Self::Leased(leased) => leased.distrust().await,
        }
    }

    /// Waits until nobody believes a cache that is known as untrusted.
    pub(super) async fn wait_until_nobody_believes(&self, known: &Known) {
        if let Self::Leased(leased) = self {
            leased.wait_until_nobody_believes(known).await;
        }
    }

    /// To be called after a row was changed and before that is acknowledged: makes sure that nobody believes an
    /// older entry. `known` is from before the change; `told` says whether the cache was told all through.
    ///
    /// # Errors
    ///
    /// If the database cannot be asked.
    pub(super) async fn confirm(&self, known: &Known, told: bool) -> Result<(), StoreError> {
        match self {
            Self::Always(_) => Ok(()),
            Self::Leased(leased) => leased.confirm(known, told).await,
        }
    }
}

impl Leased {
    async fn current(self: &Arc<Self>) -> Result<Arc<Known>, StoreError> {
        if let Some(known) = self.within_lease() {
            return Ok(known);
        }
        let begun = Instant::now();
        let _turn = self.asking.lock().await;
        if let Some(known) = self.within_lease() {
            return Ok(known);
        }
        // Those that have waited for an attempt share its failure: one after the other they would wait for long.
        if self.latest().failed_at.is_some_and(|failed_at| failed_at > begun) {
            return Err(StoreError::Unavailable("the database did not say whether the cache is true".into()));
        }
        self.read().await
    }

    fn within_lease(&self) -> Option<Arc<Known>> {
        let latest = self.latest();
        latest.known.as_ref().filter(|known| self.is_within_lease(known)).map(Arc::clone)
    }

    fn is_within_lease(&self, known: &Known) -> bool {
        known.read_at.elapsed() < self.times.lease
    }

    /// Asks the database.
    pub(super) async fn read(self: &Arc<Self>) -> Result<Arc<Known>, StoreError> {
        let read_at = Instant::now();
        let read = self.table.read().await;
        let mut latest = self.latest();
        let reading = match read {
            Ok(reading) => reading,
            Err(error) => {
                latest.failed_at = Some(Instant::now());
                return Err(error);
            }
        };
        let before = latest.known.as_ref();
        let since =
            before.filter(|before| before.reading == reading).map_or_else(Instant::now, |known| known.since);
        // Of two that asked at the same time, the later one knows more.
        let is_latest = before.is_none_or(|before| before.read_at <= read_at);
        let is_new = before.is_none_or(|before| before.reading != reading);
        let known = Arc::new(Known { reading, read_at, since });
        if is_latest {
            if is_new && *known.state() == State::Untrusted {
                latest.distrusted = Some(Distrusted::again(latest.distrusted, since, &self.times));
            }
            latest.known = Some(Arc::clone(&known));
        }
        drop(latest);
        if known.believed().is_none() {
            self.look_after();
        }
        Ok(known)
    }

    /// How long an untrusted cache is left alone this time.
    pub(super) fn quiet(&self) -> Duration {
        self.latest().distrusted.map_or(self.times.quiet, |distrusted| distrusted.quiet)
    }

    fn look_after(self: &Arc<Self>) {
        if !self.is_recovering.swap(true, Ordering::AcqRel) {
            tokio::spawn(recovery::recover(Arc::downgrade(self)));
        }
    }

    async fn distrust(self: &Arc<Self>) -> Result<Arc<Known>, StoreError> {
        self.tell();
        loop {
            self.table.distrust().await?;
            let known = self.read().await?;
            // If there is a server again, somebody has begun to recover it in between.
            if known.to_be_told().is_none() {
                self.wait_until_nobody_believes(&known).await;
                return Ok(known);
            }
        }
    }

    async fn wait_until_nobody_believes(&self, known: &Known) {
        // A new cache has not been believed by anybody.
        if *known.state() == State::Untrusted {
            let wait = self.times.grace.saturating_sub(known.since.elapsed());
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
            }
        }
    }

    async fn confirm(self: &Arc<Self>, known: &Known, told: bool) -> Result<(), StoreError> {
        let is_true = told || known.to_be_told().is_none();
        if is_true && (self.is_within_lease(known) || self.read().await?.epoch() == known.epoch()) {
            return Ok(());
        }
        self.distrust().await.map(drop)
    }

    fn tell(&self) {
        let mut latest = self.latest();
        if latest.told.is_none_or(|told| told.elapsed() > TOLD_EVERY) {
            latest.told = Some(Instant::now());
            tracing::warn!(
                target: "vestibule::sessions",
                "the cache could not be told of a change; sessions are read from the database until it can be again"
            );
        }
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        // Nothing panics between two changes that belong together.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = match self {
            Self::Always(known) => Some(Arc::clone(known)),
            Self::Leased(leased) => leased.latest().known.clone(),
        };
        f.debug_tuple("Trust").field(&known.as_deref().map(Known::state)).finish()
    }
}
