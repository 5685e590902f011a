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
//! - A new one is made when none is idle, in a task of its own and a few at a time. Hashing the password takes
//!   milliseconds and makes way for others hundreds of times; on a busy machine that may last longer than
//!   the call that wanted it, and then the next call finds it.
//!
//! The driver's own pool asks for a sign of life after each call, which is a round trip more for every query.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::{Notify, Semaphore, oneshot};
use tokio::time::timeout;

use super::error::DatabaseError;
use super::statement::Driver;

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long making a connection may take, whether or not a call still waits for it.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection may take to give a sign of life: there must be time for another after it.
const SIGN_OF_LIFE: Duration = Duration::from_millis(500);

/// How long a connection may lie idle without being asked for one.
const TRUSTED: Duration = Duration::from_secs(1);

/// How many calls may be under way. PostgreSQL allows a hundred connections in all and MySQL 151, unless it
/// is told otherwise, and there may be several processes.
const CONNECTIONS: usize = 20;

/// How many connections may be made at the same time: a crowd does better to share the first of them.
const CONNECTING: usize = 2;

/// A driver of connections that are told, when they are made, what holds for all their calls.
pub(super) trait Greet: Driver + 'static {
    /// Statements without values.
    const GREETING: &'static str;
}

pub(super) struct Pool<C: Greet> {
    inner: Arc<Inner<C>>,
}

struct Inner<C: Greet> {
    options: C::Options,
    places: Semaphore,
    connecting: Arc<Semaphore>,
    given_back: Notify,
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
        Self {
            inner: Arc::new(Inner {
                options,
                places: Semaphore::new(CONNECTIONS),
                connecting: Arc::new(Semaphore::new(CONNECTING)),
                given_back: Notify::new(),
                idle: Mutex::new(Idle { connections: Vec::new(), doubt: None }),
            }),
        }
    }

    /// Does `work` on a connection that nobody else uses.
    ///
    /// # Errors
    ///
    /// Those of the work; [`DatabaseError::is_unavailable`] if the server cannot be reached or 2 seconds are
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
            self.inner.idle().doubt = Some(Instant::now());
        }
        outcome
    }

    async fn run_patiently<T>(
        &self,
        work: impl AsyncFnOnce(&mut C) -> Result<T, sqlx::Error>,
    ) -> Result<T, DatabaseError> {
        let _place = self.inner.places.acquire().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let mut connection = self.take().await?;
        let outcome = work(&mut connection).await.map_err(DatabaseError::from);
        if went_well(&outcome) {
            self.inner.give_back(connection);
        }
        outcome
    }

    /// A connection that lies idle or is given back, or a new one, whichever is there first.
    async fn take(&self) -> Result<C, DatabaseError> {
        let mut new = pin!(self.make());
        loop {
            if let Some(connection) = self.inner.take_idle().await {
                return Ok(connection);
            }
            let mut given_back = pin!(self.inner.given_back.notified());
            let made = poll_fn(|context| match new.as_mut().poll(context) {
                Poll::Ready(made) => Poll::Ready(Some(made)),
                Poll::Pending => given_back.as_mut().poll(context).map(|()| None),
            });
            if let Some(made) = made.await {
                return made;
            }
        }
    }

    /// A new connection, when it is this call's turn to make one.
    async fn make(&self) -> Result<C, DatabaseError> {
        let turn = Arc::clone(&self.inner.connecting).acquire_owned().await;
        let turn = turn.map_err(|_| sqlx::Error::PoolClosed)?;
        let inner = Arc::clone(&self.inner);
        let (sender, made) = oneshot::channel();
        tokio::spawn(async move {
            let _turn = turn;
            let connected = timeout(CONNECT_PATIENCE, inner.connect()).await;
            let connected = connected.unwrap_or_else(|_| Err(DatabaseError::late()));
            // Nobody waits for it any more: it is for the next call.
            if let Err(Ok(connection)) = sender.send(connected) {
                inner.give_back(connection);
            }
        });
        made.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }

    /// A connection for work that takes longer than a call may, with no limit but that on connecting. It is
    /// closed afterwards.
    ///
    /// # Errors
    ///
    /// As those of [`Pool::run`].
    pub(super) async fn connect_apart(&self) -> Result<C, DatabaseError> {
        let connected = timeout(CONNECT_PATIENCE, C::connect_with(&self.inner.options)).await;
        Ok(connected.map_err(|_| DatabaseError::late())??)
    }
}

impl<C: Greet> Inner<C> {
    async fn connect(&self) -> Result<C, DatabaseError> {
        let mut connection = C::connect_with(&self.options).await?;
        connection.script(C::GREETING).await?;
        Ok(connection)
    }

    /// The connection that was used last, if it lives.
    async fn take_idle(&self) -> Option<C> {
        let (mut connection, trusted) = self.pop()?;
        if trusted || matches!(timeout(SIGN_OF_LIFE, connection.ping()).await, Ok(Ok(()))) {
            return Some(connection);
        }
        self.idle().connections.clear();
        None
    }

    fn pop(&self) -> Option<(C, bool)> {
        let mut idle = self.idle();
        let (connection, used) = idle.connections.pop()?;
        let trusted = used.elapsed() < TRUSTED && idle.doubt.is_none_or(|doubt| used > doubt);
        Some((connection, trusted))
    }

    fn give_back(&self, connection: C) {
        self.idle().connections.push((connection, Instant::now()));
        self.given_back.notify_one();
    }

    fn idle(&self) -> MutexGuard<'_, Idle<C>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the connection is as good as before: a row that is there already is an answer like any other.
fn went_well<T>(outcome: &Result<T, DatabaseError>) -> bool {
    outcome.as_ref().err().is_none_or(DatabaseError::is_unique_violation)
}
