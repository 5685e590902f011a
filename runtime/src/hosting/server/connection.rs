//! One connection from its first byte to its close.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::rt::Write;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;

use super::Handler;
use super::exchange::{ConnectionContext, answer};
use super::reaper::Connections;
use super::socket::Socket;
use super::state::{ConnectionState, Timeout};
use super::stream::StreamExecutor;
#[cfg(feature = "websocket")]
use super::upgraded;
use crate::web::settings::Limits;

/// How an HTTP/2 connection begins (RFC 9113 section 3.4).
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Answered when a head has begun and does not come to its end (RFC 9110 section 15.5.9).
const TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How long, and for how many bytes, a closing connection waits for its client to stop sending.
const LINGER_TIME: Duration = Duration::from_secs(5);
const LINGER_SIZE: usize = 256 * 1024;

/// HTTP/2 windows: what a client may send ahead of the handler, for a stream and for all of them.
const STREAM_WINDOW: u32 = 64 * 1024 - 1;
const CONNECTION_WINDOW: u32 = 1024 * 1024;

/// How hyper is set up, once for all connections.
#[derive(Clone, Debug)]
pub(super) struct Protocols {
    http1: http1::Builder,
    http2: http2::Builder<StreamExecutor>,
}

impl Protocols {
    pub(super) fn new(limits: &Limits) -> Self {
        // Room for heads that are somewhat too large: hyper's and h2's own refusals are blank.
        let head_room = limits.head_size.saturating_mul(2).max(8192);
        let mut http1 = http1::Builder::new();
        // One write for head and body costs less than a vectored one of both, up to large bodies.
        // The reaper keeps the time: no timer of hyper's.
        http1.writev(false).max_buf_size(head_room).header_read_timeout(None);
        let mut http2 = http2::Builder::new(StreamExecutor::new(limits.response_stall_time));
        // h2's own bounds on resets, control frames and small frames stay as they are.
        http2
            .max_header_list_size(u32::try_from(head_room).unwrap_or(u32::MAX))
            .max_concurrent_streams(limits.concurrent_streams)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW);
        Self { http1, http2 }
    }
}

/// How a connection came to its end.
#[derive(Debug)]
pub(super) enum End {
    /// hyper is done with it.
    Done(hyper::Result<()>),
    /// It broke before hyper had it.
    Broken(io::Error),
    /// It is past a limit.
    TimedOut(Timeout),
    /// The server does not wait for it any longer.
    Stopped,
}

/// Serves one connection to its end.
pub(super) async fn serve<H: Handler>(
    mut socket: Socket,
    context: Arc<ConnectionContext<H>>,
    protocols: Arc<Protocols>,
) {
    let (socket, end) = match tell_protocol(&mut socket, &context).await {
        Ok(Protocol::Http1) => serve_http1(socket, &context, &protocols).await,
        // Boxed, so that other connections are not as large.
        Ok(Protocol::Http2) => Box::pin(serve_http2(socket, &context, &protocols)).await,
        Err(end) => (Some((socket, Bytes::new())), end),
    };
    end.log(&context.state);
    #[cfg(feature = "websocket")]
    let (socket, end) = match (socket, context.state.take_upgrade()) {
        // Boxed, so that other connections are not as large.
        (Some((socket, read)), Some(upgrade)) if end.is_done() => {
            return Box::pin(upgraded::serve(socket, read, upgrade, &context)).await.log(&context.state);
        }
        (socket, _) => (socket, end),
    };
    match socket.map(|(socket, _)| socket) {
        Some(socket) if context.state.is_cut_short() => socket.reset(),
        Some(socket) if socket.has_gathered() || end.needs_care(&context.state) => {
            Box::pin(close(socket, &end)).await;
        }
        _ => {}
    }
}

enum Protocol {
    Http1,
    Http2,
}

/// Reads until the first bytes are the preface of HTTP/2, or can no longer become it.
async fn tell_protocol<H>(socket: &mut Socket, context: &ConnectionContext<H>) -> Result<Protocol, End> {
    let mut controls = Controls::new(context);
    let mut seen = 0;
    poll_fn(|cx| {
        let control = controls.next(cx);
        if let Some(Control::End(end)) = control {
            return Poll::Ready(Err(end));
        }
        loop {
            let bytes = match socket.poll_peek(cx) {
                Poll::Ready(Ok(bytes)) => bytes,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(End::Broken(error))),
                Poll::Pending if matches!(control, Some(Control::Leave)) && seen == 0 => {
                    return Poll::Ready(Err(End::Stopped));
                }
                Poll::Pending => return Poll::Pending,
            };
            if bytes.starts_with(PREFACE) {
                return Poll::Ready(Ok(Protocol::Http2));
            }
            // At the end of the stream, hyper says what it thinks of half a preface.
            if !PREFACE.starts_with(bytes) || bytes.len() == seen {
                return Poll::Ready(Ok(Protocol::Http1));
            }
            seen = bytes.len();
        }
    })
    .await
}

/// A connection that hyper has let go, and what it has read of it and not looked at.
type LetGo = (Socket, Bytes);

/// Has hyper speak HTTP/1, and gives the socket back.
///
/// Not an `async fn`: that would hold the socket a second time, for as long as the connection lives.
fn serve_http1<H: Handler>(
    mut socket: Socket,
    context: &Arc<ConnectionContext<H>>,
    protocols: &Protocols,
) -> impl Future<Output = (Option<LetGo>, End)> + use<H> {
    socket.set_gathers();
    let mut controls = Controls::new(context);
    let state = Arc::clone(&context.state);
    let context = Arc::clone(context);
    let service = service_fn(move |request| answer(&context, request));
    let mut connection = Some(protocols.http1.serve_connection(socket, service));
    poll_fn(move |cx| {
        let Some(http1) = &mut connection else { return Poll::Pending };
        let end = 'end: {
            let mut leaves = match controls.next(cx) {
                Some(Control::End(end)) => break 'end end,
                Some(Control::Leave) => true,
                Some(Control::Drain) | None => false,
            };
            loop {
                // In this one place, where it is inlined.
                let poll = Pin::new(&mut *http1).poll(cx);
                // Half a head is read on, where hyper would close: its answer says that it is the last.
                if !leaves || poll.is_ready() || state.is_within_head() {
                    break 'end End::Done(ready!(poll));
                }
                leaves = false;
                if state.is_within_request() {
                    state.set_unread();
                }
                Pin::new(&mut *http1).graceful_shutdown();
            }
        };
        let parts = connection.take().map(http1::Connection::into_parts);
        Poll::Ready((parts.map(|parts| (parts.io, parts.read_buf)), end))
    })
}

/// Has hyper speak HTTP/2. h2 does not give the socket back.
async fn serve_http2<H: Handler>(
    socket: Socket,
    context: &Arc<ConnectionContext<H>>,
    protocols: &Protocols,
) -> (Option<LetGo>, End) {
    context.state.set_multiplexed();
    let mut controls = Controls::new(context);
    let service = service_fn(|request| answer(context, request));
    let mut connection = protocols.http2.serve_connection(socket, service);
    let mut quiet = None;
    let end = poll_fn(|cx| {
        let control = controls.next(cx);
        if let Some(Control::End(end)) = control {
            return Poll::Ready(end);
        }
        // h2 says GOAWAY in two steps, between which it serves what was on its way (RFC 9113 section 6.8).
        if control.is_some() {
            Pin::new(&mut connection).graceful_shutdown();
        }
        let poll = Pin::new(&mut connection).poll(cx).map(End::Done);
        match control {
            Some(Control::Drain) => quiet = context.state.all_ended(),
            // A client that does not read, as those do that keep a connection in stock, does not take the first.
            Some(Control::Leave)
                if poll.is_pending() && quiet.is_some() && quiet == context.state.all_ended() =>
            {
                return Poll::Ready(End::Stopped);
            }
            _ => {}
        }
        poll
    })
    .await;
    (None, end)
}

/// Looks, each time the connection is polled, whether it was woken for something else than bytes.
pub(super) struct Controls {
    state: Arc<ConnectionState>,
    connections: Arc<Connections>,
    drains: bool,
    leaves: bool,
}

/// What a connection is asked to do.
pub(super) enum Control {
    /// Close after the request that is there or comes next, and say so.
    Drain,
    /// Wait for no other request. One that has come, in part at least, is answered.
    Leave,
    End(End),
}

impl Controls {
    pub(super) fn new<H>(context: &ConnectionContext<H>) -> Self {
        let (state, connections) = (Arc::clone(&context.state), Arc::clone(&context.connections));
        Self { state, connections, drains: false, leaves: false }
    }

    /// Each control once.
    pub(super) fn next(&mut self, cx: &Context<'_>) -> Option<Control> {
        self.state.register(cx.waker());
        let signals = self.state.take_signals()?;
        if signals.stop() {
            return Some(Control::End(End::Stopped));
        }
        let overdue = signals.look().then(|| self.state.overdue(&self.connections.limits)).flatten();
        match overdue {
            // Say goodbye first, which HTTP/2 has a frame for. If it is still here in the next
            // round, that was in vain.
            Some(Timeout::Idle) if !self.leaves => self.state.leave(),
            Some(overdue) => return Some(Control::End(End::TimedOut(overdue))),
            None if signals.leave() => {}
            None if signals.drain() => {
                return (!std::mem::replace(&mut self.drains, true)).then_some(Control::Drain);
            }
            None => return None,
        }
        (!std::mem::replace(&mut self.leaves, true)).then_some(Control::Leave)
    }
}

impl End {
    /// Whether hyper is done with it as it should be.
    #[cfg(feature = "websocket")]
    fn is_done(&self) -> bool {
        matches!(self, Self::Done(Ok(())))
    }

    /// Whether the client may still be sending, or has something to be told.
    fn needs_care(&self, state: &ConnectionState) -> bool {
        match self {
            Self::Done(Ok(())) => state.has_unread(),
            Self::Done(Err(error)) => error.is_parse(),
            Self::TimedOut(overdue) => *overdue == Timeout::Head,
            Self::Broken(_) | Self::Stopped => false,
        }
    }

    fn log(&self, state: &ConnectionState) {
        let peer = state.peer;
        match self {
            Self::Done(Ok(())) => {}
            Self::Done(Err(error)) => {
                tracing::debug!(target: "vestibule::server", %peer, %error, "connection failed")
            }
            Self::Broken(error) => {
                tracing::debug!(target: "vestibule::server", %peer, %error, "connection failed")
            }
            Self::TimedOut(overdue) => {
                tracing::debug!(target: "vestibule::server", %peer, "connection closed: {overdue}")
            }
            Self::Stopped => {
                tracing::debug!(target: "vestibule::server", %peer, "connection closed: shutting down")
            }
        }
    }
}

/// Closes without losing what the client has still to read.
///
/// Closing a socket with unread bytes in it resets the connection, and the client may never see
/// the answer that told it why. So the server stops sending, reads what is on its way, and closes
/// when the client does, within bounds (RFC 9112 section 9.6).
async fn close(mut socket: Socket, end: &End) {
    let last_words: &[u8] = if matches!(end, End::TimedOut(Timeout::Head)) { TIMEOUT } else { b"" };
    let finish = async {
        send(&mut socket, last_words).await?;
        discard(&mut socket).await
    };
    // A client that cannot be told is gone, or as good as.
    let _ = tokio::time::timeout(LINGER_TIME, finish).await;
}

/// Writes all of `bytes`, and that they are the last.
async fn send(socket: &mut Socket, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let sent = poll_fn(|cx| Pin::new(&mut *socket).poll_write(cx, bytes)).await?;
        bytes = &bytes[sent..];
    }
    poll_fn(|cx| Pin::new(&mut *socket).poll_shutdown(cx)).await
}

async fn discard(socket: &mut Socket) -> io::Result<()> {
    let mut discarded = 0;
    while discarded < LINGER_SIZE {
        match poll_fn(|cx| socket.poll_discard(cx)).await? {
            0 => break,
            bytes => discarded += bytes,
        }
    }
    Ok(())
}
