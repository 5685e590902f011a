//! `Client`: one connection to Redis, made when it is needed and made anew when it is lost.
//!
//! All requests share the connection. Their commands go out one behind the other, and the answers come back in
//! that order; a request that is given up leaves its answer to be dropped.
//!
//! # Time
//!
//! A call takes 2 seconds at most, connecting included. A connection that has not answered in that time is not
//! used again: where a machine has vanished without a word, the kernel would go on for a quarter of an hour.
//!
//! After a call that could not connect, or had no answer, the client *rests* for a second, in which calls fail at
//! once. Then one call tries; those that come meanwhile still fail at once, so that a dead Redis takes the time of
//! one request in three seconds, not of all. When it is back, it is found within that second and the one call's
//! time. A connection that Redis has closed while nobody was using it is no reason to rest: the next call makes
//! another, and notices nothing.
//!
//! # Whose answer it is
//!
//! Before a connection is used Redis is asked which of its runs it is (`INFO server`, `run_id`). A call may name the
//! [`Server`] it is meant for, and is then sent to no other. What hides a restart behind a connection that goes on,
//! as some proxies do, must not stand in between.
//!
//! # Changes
//!
//! No call is sent twice. A change whose answer is lost may or may not have been made, and the answer is an error.
//!
//! The crate's own `ConnectionManager` does less than this: it keeps a connection that does not answer, sends
//! one command into a closed one before it makes another, and lets commands wait while it tries again and again.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ::redis::{Cmd, ConnectionInfo, ErrorKind, ServerErrorKind, Value};
use tokio::time::timeout;

use super::connection::Connection;
use super::refusal::refusal;
use crate::base::cache::{CacheError, Server};

/// The time of a call, connecting included.
pub(super) const LIMIT: Duration = Duration::from_secs(2);

/// How long calls fail at once after one that had no answer.
const REST: Duration = Duration::from_secs(1);

pub(super) struct Client {
    info: ConnectionInfo,
    limit: Duration,
    state: Mutex<State>,
    /// Held by the call that connects.
    connecting: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    connection: Option<Arc<Connection>>,
    /// Set while Redis does not answer; the end of the rest.
    resting_until: Option<Instant>,
}

impl Client {
    /// A client that is not connected yet, with a limit for its calls.
    pub(super) fn new(info: ConnectionInfo, limit: Duration) -> Self {
        Self { info, limit, state: Mutex::default(), connecting: tokio::sync::Mutex::new(()) }
    }

    /// Sends a command, `to` this server if one is named, and waits for its answer.
    ///
    /// # Errors
    ///
    /// [`CacheError::Unavailable`] if there is none in time or another server is there, and what Redis refuses the
    /// command with.
    pub(super) async fn call(&self, command: &Cmd, to: Option<&Server>) -> Result<Value, CacheError> {
        let mut used = None;
        let answer = timeout(self.limit, self.attempt(command, to, &mut used)).await;
        answer.unwrap_or_else(|_| {
            self.rest(used.as_ref());
            Err(self.late())
        })
    }

    /// Which server is there now. The connection is a new one: behind the address of the old one may by now be
    /// another server.
    ///
    /// # Errors
    ///
    /// [`CacheError::Unavailable`] if none answers in time, [`CacheError::Failed`] if it does not say.
    pub(super) async fn server(&self) -> Result<Server, CacheError> {
        self.state().connection = None;
        let connection = timeout(self.limit, self.connection()).await.unwrap_or_else(|_| {
            self.rest(None);
            Err(self.late())
        })?;
        connection.server.clone().ok_or_else(|| {
            CacheError::Failed("Redis does not say which of its runs it is, by `INFO server`".into())
        })
    }

    fn late(&self) -> CacheError {
        CacheError::Unavailable(format!("no answer within {:?}", self.limit).into())
    }

    async fn attempt(
        &self,
        command: &Cmd,
        to: Option<&Server>,
        used: &mut Option<Arc<Connection>>,
    ) -> Result<Value, CacheError> {
        let connection = used.insert(self.connection().await?);
        if to.is_some() && to != connection.server.as_ref() {
            return Err(CacheError::Unavailable("another Redis is there, or this one was restarted".into()));
        }
        let answer = connection.to_redis.clone().send_packed_command(command).await;
        answer.and_then(Value::extract_error).map_err(|error| {
            // A name that led to a server which may not write any more may lead to another by now.
            let is_elsewhere = error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly);
            if is_elsewhere || error.is_io_error() || error.is_unrecoverable_error() {
                connection.closed.store(true, Ordering::Release);
            }
            refusal(&error)
        })
    }

    /// The connection, which is made if there is none.
    async fn connection(&self) -> Result<Arc<Connection>, CacheError> {
        if let Some(connection) = self.open_connection()? {
            return Ok(connection);
        }
        let was_resting = self.state().resting_until.is_some();
        let _turn = match was_resting {
            false => self.connecting.lock().await,
            // If it is held, another call is finding out whether Redis is back.
            true => self.connecting.try_lock().map_err(|_| resting())?,
        };
        if let Some(connection) = self.open_connection()? {
            return Ok(connection);
        }
        match Connection::connect(&self.info).await {
            Ok(connection) => {
                let connection = Arc::new(connection);
                *self.state() = State { connection: Some(Arc::clone(&connection)), resting_until: None };
                Ok(connection)
            }
            Err(error) => {
                self.rest(None);
                Err(error)
            }
        }
    }

    /// The connection, if there is one.
    fn open_connection(&self) -> Result<Option<Arc<Connection>>, CacheError> {
        let state = self.state();
        if let Some(connection) =
            state.connection.as_ref().filter(|open| !open.closed.load(Ordering::Acquire))
        {
            return Ok(Some(Arc::clone(connection)));
        }
        match state.resting_until {
            Some(until) if Instant::now() < until => Err(resting()),
            _ => Ok(None),
        }
    }

    /// Gives up a connection that does not answer, or the attempt to get one.
    fn rest(&self, connection: Option<&Arc<Connection>>) {
        let mut state = self.state();
        match (connection, &state.connection) {
            // Another call has a new connection already.
            (Some(used), Some(current)) if !Arc::ptr_eq(used, current) => return,
            (None, Some(current)) if !current.closed.load(Ordering::Acquire) => return,
            _ => {}
        }
        *state = State { connection: None, resting_until: Some(Instant::now() + REST) };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics between two changes that belong together.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn resting() -> CacheError {
    CacheError::Unavailable("Redis did not answer a moment ago".into())
}

#[cfg(test)]
mod tests {
    use ::redis::cmd;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::task::JoinHandle;

    use super::*;
    use crate::base::cache::redis::address;
    use crate::base::ready::block_on;

    /// Long enough for a server on this machine.
    const LONG: Duration = Duration::from_secs(60);

    async fn listener() -> TcpListener {
        TcpListener::bind("127.0.0.1:0").await.unwrap()
    }

    fn client(to: &TcpListener, limit: Duration) -> Client {
        let address = format!("redis://{}", to.local_addr().unwrap());
        Client::new(address::parse(&address).unwrap(), limit)
    }

    /// The server that is there.
    const SERVER: &str = "$13\r\nrun_id:here\r\n\r\n";

    /// Takes one connection, says which server it is, gives one answer for each thing that is sent, and closes it.
    fn answer(listener: TcpListener, answers: &'static [&'static str]) -> JoinHandle<TcpListener> {
        answer_as(listener, SERVER, answers)
    }

    fn answer_as(
        listener: TcpListener,
        server: &'static str,
        answers: &'static [&'static str],
    ) -> JoinHandle<TcpListener> {
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for answer in [&server].into_iter().chain(answers) {
                assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
            listener
        })
    }

    async fn ping(client: &Client) -> Result<Value, CacheError> {
        client.call(&cmd("PING"), None).await
    }

    fn end_rest(client: &Client) {
        client.state().resting_until = Some(Instant::now());
    }

    #[test]
    fn one_connection_takes_all_calls() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let server = answer(listener, &["+PONG\r\n", ":1\r\n"]);

            assert_eq!(ping(&client).await.unwrap(), Value::SimpleString("PONG".into()));
            assert_eq!(ping(&client).await.unwrap(), Value::Int(1));

            server.await.unwrap();
        });
    }

    #[test]
    fn a_connection_that_was_closed_while_idle_is_replaced_unnoticed() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let server = answer(listener, &[":1\r\n"]);
            ping(&client).await.unwrap();
            let listener = server.await.unwrap();
            while client.open_connection().unwrap().is_some() {
                tokio::task::yield_now().await;
            }

            let server = answer(listener, &[":2\r\n"]);

            assert_eq!(ping(&client).await.unwrap(), Value::Int(2));
            server.await.unwrap();
        });
    }

    #[test]
    fn a_server_that_is_away_is_left_alone_for_a_moment_and_then_found() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let address = listener.local_addr().unwrap();
            drop(listener);

            let refused = ping(&client).await.unwrap_err();
            let listener = TcpListener::bind(address).await.unwrap();
            let resting = ping(&client).await.unwrap_err();
            end_rest(&client);
            let server = answer(listener, &[":1\r\n"]);

            assert!(matches!(refused, CacheError::Unavailable(_)), "{refused:?}");
            assert!(matches!(resting, CacheError::Unavailable(_)), "{resting:?}");
            assert_eq!(ping(&client).await.unwrap(), Value::Int(1));
            server.await.unwrap();
        });
    }

    #[test]
    fn a_connection_without_an_answer_is_not_used_again() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, Duration::from_millis(1));

            let first = ping(&client).await.unwrap_err();

            assert!(matches!(first, CacheError::Unavailable(_)), "{first:?}");
            assert!(client.state().connection.is_none() && client.state().resting_until.is_some());
            end_rest(&client);
            assert!(client.open_connection().unwrap().is_none());
        });
    }

    #[test]
    fn a_call_is_sent_to_the_server_it_is_meant_for_and_to_no_other() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let server = answer(listener, &[":1\r\n"]);
            let (here, elsewhere) = (Server::new("here/0"), Server::new("elsewhere/0"));

            let refused = client.call(&cmd("PING"), Some(&elsewhere)).await.unwrap_err();

            assert!(matches!(refused, CacheError::Unavailable(_)), "{refused:?}");
            assert_eq!(client.call(&cmd("PING"), Some(&here)).await.unwrap(), Value::Int(1));
            server.await.unwrap();
        });
    }

    #[test]
    fn whoever_asks_for_the_server_is_not_told_of_one_that_was_there_before() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let server = answer(listener, &[":1\r\n"]);
            ping(&client).await.unwrap();
            let listener = server.await.unwrap();

            let server = answer_as(listener, "$14\r\nrun_id:there\r\n\r\n", &[]);

            assert_eq!(client.server().await.unwrap(), Server::new("there/0"));
            server.await.unwrap();
        });
    }

    #[test]
    fn a_redis_that_may_not_be_asked_takes_calls_that_name_no_server() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            let server = answer_as(listener, "-NOPERM no permissions\r\n", &[":1\r\n"]);

            assert!(client.call(&cmd("PING"), Some(&Server::new("here/0"))).await.is_err());
            assert_eq!(ping(&client).await.unwrap(), Value::Int(1));
            assert!(matches!(client.state().connection.as_ref().map(|open| &open.server), Some(None)));
            server.await.unwrap();
        });
    }

    #[test]
    fn while_one_call_finds_out_the_others_do_not_wait() {
        block_on(async {
            let listener = listener().await;
            let client = client(&listener, LONG);
            end_rest(&client);
            let _turn = client.connecting.lock().await;

            assert!(matches!(ping(&client).await, Err(CacheError::Unavailable(_))));
        });
    }
}
