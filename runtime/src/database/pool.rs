//! `Pool`: connections to a server, taken for one call and given back when it went well.
//!
//! A call has [`PATIENCE`] for all of it: its turn, connecting, asking. What a connection went through decides
//! what becomes of it.
//!
//! - Only one whose call ended well goes back. Whatever else happened, be it an error, the end of the time or
//!   a visitor who left and took the future along, it is closed: nobody meets another's half-read answer.
//! - One that has lain idle for a moment, or since before the last error of any call, is asked for a sign of
//!   life first. If there is none, the server was restarted or the way to it cut, and all that lie idle go.
//!   So at most the calls of that moment fail, and a busy pool asks nothing twice.
//!
//! The driver's own pool asks for that sign after each call, which is a round trip more for every query.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::DatabaseError;
use super::statement::Driver;

/// How long a call may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// How long a connection may take to give a sign of life: there must be time for another after it.
const SIGN_OF_LIFE: Duration = Duration::from_millis(500);

/// How long a connection may lie idle without being asked for one.
const TRUSTED: Duration = Duration::from_secs(1);

/// How many calls may be under way. PostgreSQL allows a hundred connections in all and MySQL 151, unless it
/// is told otherwise, and there may be several processes.
const CONNECTIONS: usize = 20;

/// How many calls may be under way before there is any connection. Each that is made allows one more, so that
/// a crowd at the start shares a few instead of making many at once, which would keep it waiting for longer:
/// the password's sake keeps both ends computing.
const FIRST_CONNECTIONS: usize = 2;

/// Tells a connection that was just made what holds for all its calls.
pub(super) trait Greet: Driver {
    /// Statements without values.
    const GREETING: &'static str;
}

pub(super) struct Pool<C: Greet> {
    options: C::Options,
    places: Semaphore,
    /// How many places may still be added.
    growth: AtomicUsize,
    idle: Mutex<Idle<C>>,
}

struct Idle<C> {
    /// The one that was used last is last.
    connections: Vec<(C, Instant)>,
    /// Connections that were used last before this instant may be dead.
    doubt: Option<Instant>,
}

impl<C: Greet> Pool<C> {
    /// Opens nothing yet.
    pub(super) fn new(options: C::Options) -> Self {
        let idle = Mutex::new(Idle { connections: Vec::new(), doubt: None });
        let growth = AtomicUsize::new(CONNECTIONS - FIRST_CONNECTIONS);
        Self { options, places: Semaphore::new(FIRST_CONNECTIONS), growth, idle }
    }

    /// Does `work` on a connection that nobody else uses.
    ///
    /// # Errors
    ///
    /// Those of the work; [`DatabaseError::is_unavailable`] if the server cannot be reached or [`PATIENCE`] is
    /// over.
    pub(super) async fn run<T>(
        &self,
        work: impl AsyncFnOnce(&mut C) -> Result<T, sqlx::Error>,
    ) -> Result<T, DatabaseError> {
        let outcome = match timeout(PATIENCE, self.run_patiently(work)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(DatabaseError::late()),
        };
        if !went_well(&outcome) {
            self.idle().doubt = Some(Instant::now());
        }
        outcome
    }

    async fn run_patiently<T>(
        &self,
        work: impl AsyncFnOnce(&mut C) -> Result<T, sqlx::Error>,
    ) -> Result<T, DatabaseError> {
        let _place = self.places.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let mut connection = self.take().await?;
        let outcome = work(&mut connection).await.map_err(DatabaseError::from);
        if went_well(&outcome) {
            self.idle().connections.push((connection, Instant::now()));
        }
        outcome
    }

    async fn take(&self) -> Result<C, DatabaseError> {
        if let Some((mut connection, trusted)) = self.pop() {
            if trusted || matches!(timeout(SIGN_OF_LIFE, connection.ping()).await, Ok(Ok(()))) {
                return Ok(connection);
            }
            self.idle().connections.clear();
        }
        let mut connection = C::connect_with(&self.options).await?;
        connection.script(C::GREETING).await?;
        self.grow();
        Ok(connection)
    }

    fn grow(&self) {
        let one_less = |growth: usize| growth.checked_sub(1);
        if self.growth.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less).is_ok() {
            self.places.add_permits(1);
        }
    }

    /// The connection that was used last, and whether it can be used as it is.
    fn pop(&self) -> Option<(C, bool)> {
        let mut idle = self.idle();
        let (connection, used) = idle.connections.pop()?;
        let trusted = used.elapsed() < TRUSTED && idle.doubt.is_none_or(|doubt| used > doubt);
        Some((connection, trusted))
    }

    /// A connection for work that takes longer than a call may, with no limit but that on connecting. It is
    /// closed afterwards.
    ///
    /// # Errors
    ///
    /// As those of [`Pool::run`].
    pub(super) async fn connect_apart(&self) -> Result<C, DatabaseError> {
        let connected = timeout(PATIENCE, C::connect_with(&self.options)).await;
        Ok(connected.map_err(|_| DatabaseError::late())??)
    }

    fn idle(&self) -> MutexGuard<'_, Idle<C>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the connection is as good as before: a row that is there already is an answer like any other.
fn went_well<T>(outcome: &Result<T, DatabaseError>) -> bool {
    outcome.as_ref().err().is_none_or(DatabaseError::is_unique_violation)
}
