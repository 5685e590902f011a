//! `Link`: one connection to Redis, made when it is needed and made anew when it is lost.
//!
//! All requests share the connection. Their commands go out one behind the other, and the answers come back in
//! that order; a request that is given up leaves its answer to be dropped.
//!
//! # Time
//!
//! A call takes 2 seconds at most, connecting included. A connection that has not answered in that time is not
//! used again: where a machine has vanished without a word, the kernel would go on for a quarter of an hour.
//!
//! After a call that could not connect, or had no answer, the link *rests* for a second, in which calls fail at
//! once. Then one call tries; those that come meanwhile still fail at once, so that a dead Redis takes the time of
//! one request in three seconds, not of all. When it is back, it is found within that second and the one call's
//! time. A connection that Redis has closed while nobody was using it is no reason to rest: the next call makes
//! another, and notices nothing.
//!
//! No call is sent twice. A change whose answer is lost may or may not have been made, and the answer is an error.
//!
//! The crate's own `ConnectionManager` does less than this: it keeps a connection that does not answer, sends
//! one command into a closed one before it makes another, and lets commands wait while it tries again and again.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Cmd, ConnectionAddr, ConnectionInfo, RedisError, Value};
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::AbortHandle;
use tokio::time::timeout;

use super::refusal;
use crate::cache::CacheError;

/// The time of a call, connecting included.
const LIMIT: Duration = Duration::from_secs(2);

/// How long calls fail at once after one that had no answer.
const REST: Duration = Duration::from_secs(1);

/// How long a connection may be silent before the kernel looks whether the other side is still there, and so keeps
/// those between from forgetting it.
const KEEPALIVE: Duration = Duration::from_secs(60);

pub(super) struct Link {
    info: ConnectionInfo,
    state: Mutex<State>,
    /// Held by the call that connects.
    connecting: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    line: Option<Arc<Line>>,
    /// Set while Redis does not answer; the end of the rest.
    resting_until: Option<Instant>,
}

impl Link {
    pub(super) fn new(info: ConnectionInfo) -> Self {
        Self { info, state: Mutex::default(), connecting: tokio::sync::Mutex::new(()) }
    }

    /// Sends a command and waits for its answer.
    ///
    /// # Errors
    ///
    /// [`CacheError::Unavailable`] if there is none in time, and what Redis refuses it with.
    pub(super) async fn call(&self, command: &Cmd) -> Result<Value, CacheError> {
        let mut used = None;
        let answer = timeout(LIMIT, self.attempt(command, &mut used)).await;
        answer.unwrap_or_else(|_| {
            self.rest(used.as_ref());
            Err(CacheError::Unavailable(format!("no answer within {} seconds", LIMIT.as_secs()).into()))
        })
    }

    async fn attempt(&self, command: &Cmd, used: &mut Option<Arc<Line>>) -> Result<Value, CacheError> {
        let line = used.insert(self.line().await?);
        let answer = line.connection.clone().send_packed_command(command).await;
        answer.and_then(Value::extract_error).map_err(|error| {
            if error.is_io_error() || error.is_unrecoverable_error() {
                line.closed.store(true, Ordering::Release);
            }
            refusal(&error)
        })
    }

    /// The connection, which is made if there is none.
    async fn line(&self) -> Result<Arc<Line>, CacheError> {
        if let Some(line) = self.open_line()? {
            return Ok(line);
        }
        let was_resting = self.state().resting_until.is_some();
        let _turn = match was_resting {
            false => self.connecting.lock().await,
            // If it is held, another call is finding out whether Redis is back.
            true => self.connecting.try_lock().map_err(|_| resting())?,
        };
        if let Some(line) = self.open_line()? {
            return Ok(line);
        }
        match Line::connect(&self.info).await {
            Ok(line) => {
                let line = Arc::new(line);
                *self.state() = State { line: Some(Arc::clone(&line)), resting_until: None };
                Ok(line)
            }
            Err(error) => {
                self.rest(None);
                Err(error)
            }
        }
    }

    /// The connection, if there is one.
    fn open_line(&self) -> Result<Option<Arc<Line>>, CacheError> {
        let state = self.state();
        if let Some(line) = state.line.as_ref().filter(|line| !line.closed.load(Ordering::Acquire)) {
            return Ok(Some(Arc::clone(line)));
        }
        match state.resting_until {
            Some(until) if Instant::now() < until => Err(resting()),
            _ => Ok(None),
        }
    }

    /// Gives up a connection that does not answer, or the attempt to get one.
    fn rest(&self, line: Option<&Arc<Line>>) {
        let mut state = self.state();
        match (line, &state.line) {
            // Another call has a new connection already.
            (Some(used), Some(current)) if !Arc::ptr_eq(used, current) => return,
            (None, Some(current)) if !current.closed.load(Ordering::Acquire) => return,
            _ => {}
        }
        *state = State { line: None, resting_until: Some(Instant::now() + REST) };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics between two changes that belong together.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn resting() -> CacheError {
    CacheError::Unavailable("Redis did not answer a moment ago".into())
}

/// A connection that is, or was, open.
struct Line {
    connection: MultiplexedConnection,
    closed: Arc<AtomicBool>,
    driver: AbortHandle,
}

impl Line {
    async fn connect(info: &ConnectionInfo) -> Result<Self, CacheError> {
        match info.addr() {
            ConnectionAddr::Tcp(host, port) => {
                let stream = TcpStream::connect((host.as_str(), *port)).await.map_err(lost)?;
                stream.set_nodelay(true).map_err(lost)?;
                let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
                SockRef::from(&stream).set_tcp_keepalive(&keepalive).map_err(lost)?;
                Self::over(stream, info).await
            }
            ConnectionAddr::Unix(path) => {
                Self::over(UnixStream::connect(path).await.map_err(lost)?, info).await
            }
            _ => Err(CacheError::Failed("Redis is not reached this way".into())),
        }
    }

    async fn over<S>(stream: S, info: &ConnectionInfo) -> Result<Self, CacheError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        // The time is that of the call.
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        let login = info.redis_settings().clone().set_skip_set_lib_name();
        let (connection, driver) = MultiplexedConnection::new_with_config(&login, stream, config)
            .await
            .map_err(|error| refusal(&error))?;
        let closed = Arc::new(AtomicBool::new(false));
        let ends = SetWhenDropped(Arc::clone(&closed));
        let driver = tokio::spawn(async move {
            let _ends = ends;
            driver.await;
        });
        Ok(Self { connection, closed, driver: driver.abort_handle() })
    }
}

/// A driver that waits for an answer would wait on.
impl Drop for Line {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Tells that the driver has ended, also if its runtime has.
struct SetWhenDropped(Arc<AtomicBool>);

impl Drop for SetWhenDropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

fn lost(error: io::Error) -> CacheError {
    refusal(&RedisError::from(error))
}
