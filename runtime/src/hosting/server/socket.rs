//! A TCP connection as hyper reads and writes it.
//!
//! It notes activity for the reaper, gives back the bytes that were read to tell HTTP/1 from
//! HTTP/2, and gathers the answers to pipelined requests, without a timer and without delay. With
//! one request at a time, hyper tries to read the next before it writes the answer, to notice a
//! client that leaves. If it has not tried, then it holds more requests, and after a complete
//! answer it will either parse the next or read: so the answer may wait for that one's, or for the
//! read.

use std::io::{self, ErrorKind, Read as _};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::rt::{Read, ReadBufCursor, Write};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::chunked::InvalidFraming;
use super::position::BodyBytes;
use super::read_buffer::{READ_BUFFER, READ_SIZE, keep_head_line};
use super::state::{ConnectionState, Phase};

/// Most bytes of complete answers that wait for others to leave with them.
const GATHER_SIZE: usize = 16 * 1024;

/// A gathering buffer larger than this is given back once it is empty.
const KEEP_SIZE: usize = 2 * 1024;

/// A TCP connection as hyper reads and writes it.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    state: Arc<ConnectionState>,
    /// Bytes that were read to tell the protocol, until hyper has them.
    replay: Vec<u8>,
    /// Complete answers that have not been written yet.
    gathered: Vec<u8>,
    /// How many bytes of `gathered` have been written.
    written: usize,
    /// Whether it does gather: on HTTP/1, where requests come one after the other.
    gathers: bool,
    /// Whether hyper has asked for bytes and got none, or has not asked yet: it holds no other request.
    starved: bool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, state: Arc<ConnectionState>) -> Self {
        Self {
            stream,
            state,
            replay: Vec::new(),
            gathered: Vec::new(),
            written: 0,
            gathers: false,
            starved: true,
        }
    }

    /// Gathers answers from now on. For HTTP/1 only: in HTTP/2 h2 does it.
    pub(super) fn set_gathers(&mut self) {
        self.gathers = true;
    }

    /// Reads into a buffer that stays here until hyper reads; returns all of it. What it returns
    /// has not grown at the end of the stream.
    pub(super) fn poll_peek(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let Self { stream, replay, state, .. } = self;
        let take = |bytes: &[u8]| {
            replay.extend_from_slice(bytes);
            0
        };
        ready!(poll_fill(stream, state, cx, READ_SIZE, take))?;
        // hyper has nothing of it yet.
        state.position.set_drained();
        Poll::Ready(Ok(replay))
    }

    /// Reads and throws away; how many bytes, 0 at the end.
    pub(super) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut discarded = 0;
        let take = |bytes: &[u8]| {
            discarded = bytes.len();
            0
        };
        ready!(poll_fill(&mut self.stream, &self.state, cx, READ_SIZE, take))?;
        Poll::Ready(Ok(discarded))
    }

    /// Gives hyper what was read to tell the protocol.
    fn give_again(&mut self, room: usize, cursor: ReadBufCursor<'_>) -> io::Result<()> {
        self.starved = false;
        let bytes: Vec<u8> = self.replay.drain(..self.replay.len().min(room)).collect();
        if self.replay.is_empty() {
            self.replay = Vec::new();
        }
        let mut given = Ok(0);
        READ_BUFFER.with_borrow_mut(|read_buffer| {
            read_buffer.bytes[..bytes.len()].copy_from_slice(&bytes);
            read_buffer.fill(&self.state, bytes.len(), |bytes| {
                given = give(bytes, &self.state, cursor);
                given.unwrap_or(0)
            });
        });
        given.map(drop).map_err(|InvalidFraming| invalid_framing())
    }

    /// The connection is no longer HTTP's, but for what is gathered: whoever reads next gets `read` first, which hyper has
    /// read too much.
    #[cfg(feature = "websocket")]
    pub(super) fn hand_over(&mut self, read: &[u8]) {
        self.gathers = false;
        self.replay.splice(..0, read.iter().copied());
    }

    /// Reads what comes, as it comes.
    #[cfg(feature = "websocket")]
    pub(super) fn poll_read_plain(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.replay.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buffer);
        }
        let length = self.replay.len().min(buffer.remaining());
        buffer.put_slice(&self.replay[..length]);
        self.replay.drain(..length);
        if self.replay.is_empty() {
            self.replay = Vec::new();
        }
        Poll::Ready(Ok(()))
    }

    /// Closes with a reset, so that nobody takes what was sent for all there was to be sent.
    pub(super) fn reset(self) {
        // Not if the client has left already.
        let _ = SockRef::from(&self.stream).set_linger(Some(Duration::ZERO));
    }

    /// Writes out what has been gathered.
    fn poll_gathered(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.gathered.len() {
            let rest = &self.gathered[self.written..];
            match ready!(poll_send(&mut self.stream, &self.state, cx, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                taken => self.written += taken,
            }
        }
        self.written = 0;
        if self.gathered.capacity() > KEEP_SIZE {
            self.gathered = Vec::new();
        } else {
            self.gathered.clear();
        }
        Poll::Ready(Ok(()))
    }

    pub(super) fn has_gathered(&self) -> bool {
        !self.gathered.is_empty()
    }

    /// Whether an answer is complete and hyper about to turn to the next request.
    fn may_gather(&self) -> bool {
        self.gathers && !self.starved && self.state.is_between_requests()
    }
}

impl Read for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        // During a request, a write is still to come that takes them along.
        if !this.gathered.is_empty() && this.state.is_between_requests() {
            // Pending is no reason not to read; the waker is registered.
            if let Poll::Ready(Err(error)) = this.poll_gathered(cx) {
                return Poll::Ready(Err(error));
            }
        }
        if !this.starved && this.gathers && !this.state.is_in(Phase::Busy) {
            keep_head_line(&this.state);
        }
        let room = cursor.remaining().min(READ_SIZE);
        if !this.replay.is_empty() {
            return Poll::Ready(this.give_again(room, cursor));
        }
        let (mut is_invalid, state) = (false, &*this.state);
        let take = |bytes: &[u8]| match give(bytes, state, cursor) {
            Ok(start) => start,
            Err(InvalidFraming) => {
                is_invalid = true;
                0
            }
        };
        let landed = poll_fill(&mut this.stream, state, cx, room, take);
        this.starved = landed.is_pending();
        // Within a request hyper asks only when it holds nothing; between two it may hold a part of a head.
        if this.starved && state.is_in(Phase::Busy) && state.position.has_body(BodyBytes::None) {
            state.position.set_drained();
        }
        if is_invalid { Poll::Ready(Err(invalid_framing())) } else { landed }
    }
}

impl Write for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let joins = !this.gathered.is_empty() || this.may_gather();
        if joins && this.gathered.len() + bytes.len() <= GATHER_SIZE {
            this.gathered.extend_from_slice(bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        if !this.gathered.is_empty() {
            ready!(this.poll_gathered(cx))?;
        }
        poll_send(&mut this.stream, &this.state, cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.gathered.is_empty() || self.may_gather() {
            return Poll::Ready(Ok(()));
        }
        self.poll_gathered(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_gathered(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Hands bytes to hyper, unless they are of a chunked body that is not as it should be; from where on they are of heads.
#[inline]
fn give(
    bytes: &[u8],
    state: &ConnectionState,
    mut cursor: ReadBufCursor<'_>,
) -> Result<usize, InvalidFraming> {
    let mut start = 0;
    if state.position.has_body(BodyBytes::Known) {
        start = bytes.len() - state.position.pass(bytes)?;
    }
    cursor.put_slice(bytes);
    Ok(start)
}

fn invalid_framing() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "chunked body is not framed as it should be")
}

/// Reads at most `room` bytes and hands them to `take`, none at the end of the stream; it says from where on they are of
/// heads.
fn poll_fill(
    stream: &mut TcpStream,
    state: &ConnectionState,
    cx: &mut Context<'_>,
    room: usize,
    take: impl FnOnce(&[u8]) -> usize,
) -> Poll<io::Result<()>> {
    READ_BUFFER.with_borrow_mut(|read_buffer| {
        let mut buffer = ReadBuf::new(&mut read_buffer.bytes[..room]);
        if Pin::new(&mut *stream).poll_read(cx, &mut buffer)?.is_pending() {
            if !state.is_draining() {
                return Poll::Pending;
            }
            let length = ready!(poll_read_unannounced(stream, buffer.initialize_unfilled()))?;
            buffer.advance(length);
        }
        let length = buffer.filled().len();
        if length > 0 {
            read_buffer.fill(state, length, take);
        }
        Poll::Ready(Ok(()))
    })
}

/// Asks the operating system for what tokio has not been told of yet: before a connection closes, nothing may be
/// left unread of what had come by then. Pending only behind a read that was, which has set the waker.
fn poll_read_unannounced(stream: &TcpStream, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
    let socket = SockRef::from(stream);
    match (&*socket).read(buffer) {
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Poll::Pending,
        read => Poll::Ready(read),
    }
}

/// Writes what the socket takes, and notes whether it takes anything.
fn poll_send(
    stream: &mut TcpStream,
    state: &ConnectionState,
    cx: &mut Context<'_>,
    bytes: &[u8],
) -> Poll<io::Result<usize>> {
    let sent = Pin::new(stream).poll_write(cx, bytes);
    match sent {
        Poll::Pending => state.blocked(),
        Poll::Ready(_) => state.unblocked(),
    }
    sent
}
