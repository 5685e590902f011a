//! A server from its start to its end.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::num::NonZero;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::thread::available_parallelism;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::accept::{accept, accept_rest, bind};
use super::connection::{self, Protocols};
use super::date::Dates;
use super::exchange::ConnectionContext;
use super::reaper::{Connections, spawn_reaper};
use super::refusal::KnownHost;
use super::socket::Socket;
use super::state::ConnectionState;
use super::{Handler, Limits};
use crate::web::shutdown::Shutdown;

/// How long idle connections stay open at shutdown. A request that is on its way is then answered, and its client
/// told to come back elsewhere, where closing at once would lose it.
const LAST_REQUESTS: Duration = Duration::from_millis(500);

const INSIDE_A_RUNTIME: &str = "this is called inside of a tokio runtime, and starts one of its own\n\
    help: leave out `#[tokio::main]`: `fn main() -> ExitCode { App::main() }`; or, to stay in your runtime, \
    `App::build().start().await` gives the service, which `vestibule::server::Server` serves, or axum";

/// Runs `main` on a new runtime with that many threads; 0 is one per core.
///
/// Returns when `main` does, whatever other tasks are still at. From now on a write beyond the limit on the size
/// of files (`ulimit -f`) is an error, as on a full disk, and no longer ends the process.
///
/// ```
/// assert_eq!(vestibule::server::run(1, async { 6 * 7 })?, 42);
///
/// let inside = vestibule::server::run(1, async { vestibule::server::run(1, async {}) })?;
/// assert!(inside.is_err());
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// The runtime cannot be started; or there is one already, such as that of `#[tokio::main]`: one thread cannot wait
/// for two.
pub fn run<T>(threads: usize, main: impl Future<Output = T>) -> io::Result<T> {
    if Handle::try_current().is_ok() {
        return Err(io::Error::other(INSIDE_A_RUNTIME));
    }
    let runtime = runtime(threads)?;
    let result = runtime.block_on(async {
        survive_file_size_limit();
        main.await
    });
    // Dropping it would wait for blocking work, which may never end.
    runtime.shutdown_background();
    Ok(result)
}

fn runtime(threads: usize) -> io::Result<Runtime> {
    let threads = match threads {
        0 => available_parallelism().map_or(1, NonZero::get),
        threads => threads,
    };
    match threads {
        // Without other workers to hand tasks to, tokio is spared the hand-over.
        1 => Builder::new_current_thread().enable_all().build(),
        _ => Builder::new_multi_thread().worker_threads(threads).enable_all().build(),
    }
}

/// A signal that somebody handles does nothing by itself, and tokio leaves its handler in place for good, though
/// nobody listens any longer. (Were it ignored, the programs that this one starts would ignore it too.)
#[cfg(unix)]
fn survive_file_size_limit() {
    use tokio::signal::unix::{SignalKind, signal};

    if let Err(error) = signal(SignalKind::from_raw(libc::SIGXFSZ)) {
        tracing::warn!(target: "vestibule::server", %error, "a file that grows too large ends the process");
    }
}

#[cfg(not(unix))]
fn survive_file_size_limit() {}

/// A server that listens, and answers once [`serve`](Self::serve) is called.
///
/// [`Site::main`](crate::Site::main) makes one of the settings; this is for who starts the application by hand.
///
/// ```
/// # use vestibule::prelude::*;
/// # use tokio::io::{AsyncReadExt, AsyncWriteExt};
/// # use tokio::net::TcpStream;
/// # vestibule::app! { middleware: [] }
/// use std::net::{Ipv4Addr, SocketAddr};
/// use vestibule::server::{self, Limits, Server, Shutdown};
///
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "Hello" }
///
/// fn main() -> Result<(), Error> {
///     server::run(1, async {
///         let service = App::build().start().await?;
///         let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0)); // 0 is any port that is free
///         let server = Server::bind(&[address], service, Limits::default())?;
///         let address = server.local_addr()?;
///         let shutdown = Shutdown::new(); // or `server::signals()`, for SIGTERM and Ctrl-C
///         let serving = tokio::spawn(server.serve(shutdown.clone()));
/// #
/// #       let mut socket = TcpStream::connect(address).await?;
/// #       socket.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
/// #       let mut answer = String::new();
/// #       socket.read_to_string(&mut answer).await?;
/// #       assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("Hello"), "{answer}");
///
///         shutdown.begin();
///         serving.await??;
///         Ok(())
///     })?
/// }
/// ```
#[derive(Debug)]
pub struct Server<H> {
    listeners: Vec<StdListener>,
    handler: H,
    limits: Limits,
}

impl<H: Handler> Server<H> {
    /// Listens on those of `addresses` that this machine has.
    ///
    /// # Errors
    ///
    /// One of them is taken or not permitted, or none is there.
    pub fn bind(addresses: &[SocketAddr], handler: H, limits: Limits) -> io::Result<Self> {
        Ok(Self { listeners: bind(addresses)?, handler, limits })
    }

    /// Where it listens (first, if at several addresses), with the port that 0 became.
    ///
    /// # Errors
    ///
    /// The operating system does not say.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listeners.first().ok_or(io::ErrorKind::NotFound)?.local_addr()
    }

    /// Answers requests until `shutdown` begins, and then those that are in flight, and waits for what they have
    /// left running ([`Handler::finished`]), for at most [`Limits::drain_time`].
    ///
    /// # Errors
    ///
    /// The listeners cannot be handed to the runtime, or the reaper's thread cannot be started.
    pub async fn serve(self, shutdown: Shutdown) -> io::Result<()> {
        let connections = Arc::new(Connections::new(self.limits, Dates::new(self.handler.clock())));
        let protocols = Arc::new(Protocols::new(&connections.limits));
        // Each connection holds a sender; when the last is gone, so are they.
        let (open, mut all_closed) = mpsc::channel::<Infallible>(1);

        spawn_reaper(&connections)?;
        let handler = self.handler.clone();
        let serve = {
            let (connections, open) = (Arc::clone(&connections), open.clone());
            move |stream, peer| {
                spawn_connection(stream, peer, handler.clone(), &connections, &protocols, open.clone())
            }
        };
        let mut accepting = JoinSet::new();
        let mut listeners = Vec::new();
        for listener in self.listeners {
            let listener = Arc::new(TcpListener::from_std(listener)?);
            accepting.spawn(accept(Arc::clone(&listener), serve.clone()));
            listeners.push(listener);
        }

        shutdown.called(1).await;
        accepting.shutdown().await;
        listeners.drain(..).for_each(|listener| accept_rest(&listener, &serve));
        drop((serve, open));
        self.handler.shutting_down();
        connections.for_each(ConnectionState::drain);

        let limit = connections.limits.drain_time;
        let all_done = async {
            all_closed.recv().await;
            self.handler.finished().await;
        };
        let mut drained = pin!(first(all_done, shutdown.called(2)));
        if timeout(LAST_REQUESTS.min(limit), drained.as_mut()).await.is_err() {
            connections.for_each(ConnectionState::leave);
            if timeout(limit.saturating_sub(LAST_REQUESTS), drained).await.is_err() {
                tracing::warn!(target: "vestibule::server", "requests were still in flight after {limit:?}");
            }
        }
        connections.for_each(ConnectionState::stop);
        Ok(())
    }
}

/// Starts a task for a new connection.
fn spawn_connection<H: Handler>(
    stream: TcpStream,
    peer: SocketAddr,
    handler: H,
    connections: &Arc<Connections>,
    protocols: &Arc<Protocols>,
    open: mpsc::Sender<Infallible>,
) {
    // Fails if the client has left already; then so will everything else, in its own time.
    let _ = stream.set_nodelay(true);
    let Ok(local) = stream.local_addr() else { return };
    let state = Arc::new(ConnectionState::new(Arc::clone(&connections.clock), peer, local));
    connections.add(&state);
    let socket = Socket::new(stream, Arc::clone(&state));
    let context = ConnectionContext {
        handler,
        connections: Arc::clone(connections),
        state,
        known_host: KnownHost::default(),
        _open: open,
    };
    tokio::spawn(connection::serve(socket, Arc::new(context), Arc::clone(protocols)));
}

/// Waits for the first of two futures.
async fn first(one: impl Future, other: impl Future) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|cx| match one.as_mut().poll(cx).is_ready() || other.as_mut().poll(cx).is_ready() {
        true => Poll::Ready(()),
        false => Poll::Pending,
    })
    .await;
}
