//! From the socket to the request, and from the response back to the socket.
//!
//! ```text
//! Server::serve ─▶ accept ─▶ connection ─▶ exchange ─▶ Handler::handle
//! ```
//!
//! hyper speaks HTTP/1.1 and HTTP/2; everything that it leaves to its user is here:
//!
//! - **Refusals** (`refusal`, `host`): hyper serves requests without Host, with a wrong one, with
//!   a target of 60 KiB and with unknown transfer codings. They are answered before any
//!   application code runs, and the connection ends with the answer.
//! - **Time** (`state`, `reaper`): a request costs a few stores into its connection's
//!   `ConnectionState` and no timer. One reaper (a thread) walks past all connections about once a
//!   second and wakes those that have been silent, idle or stuck for too long; they end
//!   themselves. Shutdown uses the same path. After a burst of connections it has the allocator
//!   give their memory back (`memory`).
//! - **Chunks** (`chunked`, `position`, `read_buffer`): hyper reads trailers loosely, which lets a request hide in another.
//! - **Dates** (`date`): hyper's stay where they were when the clock is set back.
//! - **Bodies** (`body`, `body_rate`, `unread`, `stream`): slow ones fail while they are read, unread ones
//!   are drained or cost the connection, and an HTTP/2 client that does not take its answer loses
//!   the stream.
//! - **Writing** (`socket`): answers to pipelined requests leave together, up to 16 KiB of them.
//!   hyper's own `pipeline_flush` does that without a bound, so that 64 KiB of requests could
//!   make it hold gigabytes of answers.
//! - **Other protocols** (`upgraded`): behind a 101 the connection is a WebSocket's, in the same task.
//! - **Panics** (`exchange`): a panic that the layers above did not catch is still a 500.
//!
//! A client that leaves drops the handler's future at its next await. Work that must not be cut
//! short belongs in a task of its own; a handler that knows of such tasks says when they are done
//! ([`Handler::finished`]).

mod accept;
mod body;
mod body_rate;
mod chunked;
mod connection;
mod date;
mod exchange;
mod host;
mod memory;
mod position;
mod read_buffer;
mod reaper;
mod refusal;
mod response;
mod run;
mod socket;
mod state;
mod stream;
mod unread;
#[cfg(feature = "websocket")]
mod upgraded;

pub use crate::web::request::{BodyError, ConnectionInfo, is_stalled_body};
pub use crate::web::settings::Limits;
pub use crate::web::shutdown::{Shutdown, signals};
pub use body::IncomingBody;
pub use run::{Server, run};

use std::future::ready;

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};

use crate::base::clock::Clock;
use crate::base::error::BoxError;

/// What the server hands requests to.
///
/// Cloned once per connection and once per request, so it should be a handle, such as an `Arc`.
///
/// [`Service`](crate::Service) is one: an application. By itself it is little more than hyper's service:
///
/// ```
/// # use tokio::io::{AsyncReadExt, AsyncWriteExt};
/// # use tokio::net::TcpStream;
/// use std::net::{Ipv4Addr, SocketAddr};
/// use vestibule::Body;
/// use vestibule::http::{Response, request::Parts};
/// use vestibule::server::{ConnectionInfo, Handler, IncomingBody, Limits, Server, Shutdown};
///
/// #[derive(Clone)]
/// struct Hello;
///
/// impl Handler for Hello {
///     type Body = Body;
///
///     fn handle(
///         &self,
///         head: Parts,
///         _: IncomingBody,
///         _: ConnectionInfo,
///     ) -> impl Future<Output = Response<Body>> + Send + use<> {
///         async move { Response::new(Body::from(format!("Hello {}", head.uri.path()))) }
///     }
/// }
/// # fn main() -> std::io::Result<()> { vestibule::server::run(1, async {
///
/// let server = Server::bind(&[SocketAddr::from((Ipv4Addr::LOCALHOST, 0))], Hello, Limits::default())?;
/// let address = server.local_addr()?;
/// let shutdown = Shutdown::new();
/// let serving = tokio::spawn(server.serve(shutdown.clone()));
/// #
/// # let mut socket = TcpStream::connect(address).await?;
/// # socket.write_all(b"GET /gary HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
/// # let mut answer = String::new();
/// # socket.read_to_string(&mut answer).await?;
/// # assert!(answer.ends_with("Hello /gary"), "{answer}");
///
/// shutdown.begin();
/// serving.await.unwrap()
/// # })? }
/// ```
pub trait Handler: Clone + Send + Sync + 'static {
    /// The body of its responses.
    type Body: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static;

    /// Answers one request. Host and framing have been checked; see the module's documentation. The body of an answer
    /// to HEAD is not sent; that the others are as long as they say is the handler's business.
    ///
    /// The future is dropped if the client leaves. A panic in it is answered with a plain 500. It does not
    /// borrow the handler, and should be small: hyper moves it about. Box what is large.
    fn handle(
        &self,
        head: Parts,
        body: IncomingBody,
        connection: ConnectionInfo,
    ) -> impl Future<Output = Response<Self::Body>> + Send + use<Self>;

    /// By which clock answers are dated that have no `Date`. Default: the machine's.
    fn clock(&self) -> Clock {
        Clock::system()
    }

    /// The page for a request that the server refuses: its head is malformed, too large, or not for a server
    /// such as this one. `None`, which is the default, sends `reason`, a line of text.
    ///
    /// Nothing of the head may be believed, and none of its body is there. A panic is answered with `reason` too.
    fn refuse(
        &self,
        head: Parts,
        connection: ConnectionInfo,
        status: StatusCode,
        reason: &'static str,
    ) -> Option<Response<Self::Body>> {
        let _ = (head, connection, status, reason);
        None
    }

    /// Waits until what requests have left running is done. A server that ends waits for it once its connections
    /// are closed, and for all of them together no longer than [`Limits::drain_time`]. Default: there is nothing.
    fn finished(&self) -> impl Future<Output = ()> + Send {
        ready(())
    }

    /// The server begins to shut down: for what goes on until it is told to end. By default nothing happens.
    fn shutting_down(&self) {}
}
