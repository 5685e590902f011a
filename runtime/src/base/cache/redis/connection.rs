//! `Connection`: an open connection to Redis, and which server is at its other end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, ConnectionAddr, ConnectionInfo, Value, cmd};
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::task::AbortHandle;

use super::refusal::refusal;
use crate::base::cache::{CacheError, Server};

/// How long a connection may be silent before the kernel looks whether the other side is still there, and so keeps
/// those between from forgetting it.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// A connection that is, or was, open.
pub(super) struct Connection {
    pub(super) to_redis: MultiplexedConnection,
    /// `None` if it may not be asked.
    pub(super) server: Option<Server>,
    pub(super) closed: Arc<AtomicBool>,
    driver: AbortHandle,
}

impl Connection {
    pub(super) async fn connect(info: &ConnectionInfo) -> Result<Self, CacheError> {
        match info.addr() {
            ConnectionAddr::Tcp(host, port) => {
                let stream = TcpStream::connect((host.as_str(), *port)).await.map_err(lost)?;
                stream.set_nodelay(true).map_err(lost)?;
                let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
                SockRef::from(&stream).set_tcp_keepalive(&keepalive).map_err(lost)?;
                Self::over(stream, info).await
            }
            #[cfg(unix)]
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
        let (to_redis, driver) = MultiplexedConnection::new_with_config(&login, stream, config)
            .await
            .map_err(|error| refusal(&error))?;
        let closed = Arc::new(AtomicBool::new(false));
        let ends = SetWhenDropped(Arc::clone(&closed));
        let driver = tokio::spawn(async move {
            let _ends = ends;
            driver.await;
        });
        let mut connection = Self { to_redis, server: None, closed, driver: driver.abort_handle() };
        connection.server = connection.ask_for_server(login.db()).await?;
        Ok(connection)
    }

    /// Asks which server this is.
    async fn ask_for_server(&self, database: i64) -> Result<Option<Server>, CacheError> {
        let answer = self.to_redis.clone().send_packed_command(cmd("INFO").arg("server")).await;
        match answer.and_then(Value::extract_error) {
            Ok(answer) => Ok(run_id(&answer).map(|id| Server::new(format!("{id}/{database}")))),
            Err(error) if error.is_io_error() || error.is_unrecoverable_error() => Err(refusal(&error)),
            // A right that is missing is nothing to a cache that needs no more than what it finds.
            Err(_) => Ok(None),
        }
    }
}

/// The line `run_id:…` of an answer.
fn run_id(info: &Value) -> Option<&str> {
    let text = match info {
        Value::BulkString(bytes) => str::from_utf8(bytes).ok()?,
        Value::VerbatimString { text, .. } => text,
        _ => return None,
    };
    text.lines().find_map(|line| line.strip_prefix("run_id:")).filter(|id| !id.is_empty())
}

/// A driver that waits for an answer would wait on.
impl Drop for Connection {
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
    CacheError::Unavailable(format!("Redis cannot be reached: {}", error.kind()).into())
}
