//! The connection's side of a WebSocket: it reads, writes, asks for signs of life, and comes to an end in order,
//! whatever the application does meanwhile. Both run in the connection's own task.
//!
//! ```text
//!            ┌── inbox: one message ◀── read ◀──┐
//! function ◀─┤                                  ├── connection
//!            └─▶ outbox: one message ──▶ write ─┘
//! ```
//!
//! The end (RFC 6455 section 7) is a frame in each direction, and then the server closes the connection:
//!
//! | what happens | what is sent | the function |
//! |---|---|---|
//! | the client closes | its own code again | receives `None` |
//! | the function ends, or calls `close` | 1000, 1011 if it failed, or what it says | |
//! | the server ends | 1001 | goes on to receive what the client had sent before it knew, then `None` |
//! | a message is too large, no UTF-8, or breaks the rules | 1009, 1007, 1002 | receives `None` |
//! | the client is gone, or silent for too long | nothing | receives `None` |
//!
//! Behind a frame that closes nothing is sent; the client has [`CLOSE_TIME`] for its own. A function has
//! [`AFTERWARDS`] for what it does when the connection is over, and is then dropped, like a view whose client has left.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_sink::Sink;
use tokio::sync::mpsc;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error as WireError, Message as WireMessage};

use super::close::CloseCode;
use super::inbox::Inbox;
use super::message::Message;
use super::pulse::{Pulse, Silence};
use super::socket::Outgoing;
use crate::web::response::UpgradedIo;

/// How long the client may take to close it, once it was asked to.
const CLOSE_TIME: Duration = Duration::from_secs(5);

/// Reads and writes, until the connection is over.
pub(super) struct Driver {
    pub(super) stream: WebSocketStream<UpgradedIo>,
    pub(super) inbox: Inbox,
    pub(super) outbox: mpsc::Receiver<Outgoing>,
    pub(super) pulse: Pulse,
    pub(super) closing: Closing,
}

/// How far the end has come.
pub(super) enum Closing {
    Not,
    /// When all is sent that was to be sent before it.
    Asked(CloseFrame),
    /// Our frame is on its way, or the client's has come.
    Until(Pin<Box<Sleep>>, CloseCode),
}

impl Driver {
    /// Has it end with this code, unless it does already.
    pub(super) fn close(&mut self, code: CloseCode, reason: &str) {
        if let (Closing::Not, Ok(frame)) = (&self.closing, code.frame(reason)) {
            self.closing = Closing::Asked(frame);
        }
    }

    /// Ready when the connection is over, with the code that it ended with.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<CloseCode> {
        if let Err(error) = self.write(cx) {
            return self.failed(&error, cx);
        }
        match self.read(cx) {
            Ok(Poll::Ready(code)) => return Poll::Ready(code),
            Ok(Poll::Pending) => {}
            Err(error) => return self.failed(&error, cx),
        }
        self.poll_timers(cx)
    }

    /// Writes what is there, one message after the other: the next is taken when the one before is on its way.
    fn write(&mut self, cx: &mut Context<'_>) -> Result<(), WireError> {
        loop {
            let is_flushed =
                self.stream().poll_ready(cx)?.is_ready() && self.stream().poll_flush(cx)?.is_ready();
            if !is_flushed || matches!(self.closing, Closing::Until(..)) {
                return Ok(());
            }
            match (self.outbox.poll_recv(cx), &self.closing) {
                (Poll::Ready(Some(Outgoing::Message(message))), _) => {
                    self.stream().start_send(message.into_wire())?;
                }
                (Poll::Ready(Some(Outgoing::Close(frame))), _) => self.say_goodbye(frame)?,
                (_, Closing::Asked(frame)) => self.say_goodbye(frame.clone())?,
                _ => return Ok(()),
            }
        }
    }

    fn stream(&mut self) -> Pin<&mut WebSocketStream<UpgradedIo>> {
        Pin::new(&mut self.stream)
    }

    /// The last frame of ours.
    fn say_goodbye(&mut self, frame: CloseFrame) -> Result<(), WireError> {
        self.wait_for_the_end(CloseCode::of_frame(Some(&frame)));
        self.stream().start_send(WireMessage::Close(Some(frame)))
    }

    fn wait_for_the_end(&mut self, code: CloseCode) {
        self.outbox.close();
        self.closing = Closing::Until(Box::pin(sleep_until(Instant::now() + CLOSE_TIME)), code);
    }

    /// Reads for as long as there is room for what comes. Ready at the end.
    fn read(&mut self, cx: &mut Context<'_>) -> Result<Poll<CloseCode>, WireError> {
        while self.inbox.poll_room(cx).is_ready() {
            let frame = match self.stream().poll_next(cx) {
                Poll::Ready(Some(frame)) => frame?,
                Poll::Ready(None) => return Ok(Poll::Ready(self.code())),
                Poll::Pending => return Ok(Poll::Pending),
            };
            self.pulse.heard();
            match frame {
                WireMessage::Close(frame) => {
                    // Its answer is sent by whoever reads on.
                    if !matches!(self.closing, Closing::Until(..)) {
                        self.wait_for_the_end(CloseCode::of_frame(frame.as_ref()));
                    }
                    self.inbox.end(self.code());
                }
                message => {
                    if let Some(message) = Message::of_wire(message) {
                        self.inbox.put(message);
                    }
                }
            }
        }
        // Nobody can tell whether the client is silent while it is not listened to.
        self.pulse.heard();
        Ok(Poll::Pending)
    }

    fn code(&self) -> CloseCode {
        match &self.closing {
            Closing::Until(_, code) => *code,
            Closing::Not | Closing::Asked(_) => CloseCode::LOST,
        }
    }

    fn poll_timers(&mut self, cx: &mut Context<'_>) -> Poll<CloseCode> {
        if let Closing::Until(timer, code) = &mut self.closing {
            return timer.as_mut().poll(cx).map(|()| *code);
        }
        while let Silence::Ask = ready!(self.pulse.poll(cx)) {
            // A client that takes nothing is not asked either.
            if let Poll::Ready(Ok(())) = self.stream().poll_ready(cx)
                && (self.stream().start_send(WireMessage::Ping(Bytes::new())).is_err()
                    || matches!(self.stream().poll_flush(cx), Poll::Ready(Err(_))))
            {
                break;
            }
        }
        Poll::Ready(CloseCode::LOST)
    }

    /// What cannot be read, or not written, is the end; the client is told why, if it can be.
    fn failed(&mut self, error: &WireError, cx: &mut Context<'_>) -> Poll<CloseCode> {
        let code = match &self.closing {
            Closing::Until(_, code) => return Poll::Ready(*code),
            Closing::Not | Closing::Asked(_) => CloseCode::of_error(error),
        };
        let frame = code.and_then(|code| code.frame(&error.to_string()).ok());
        if let Some(frame) = frame {
            // As much as the socket takes at once, which is all of it unless the client does not read.
            let _ = self.stream().start_send(WireMessage::Close(Some(frame)));
            let _ = self.stream().poll_flush(cx);
        }
        Poll::Ready(code.unwrap_or(CloseCode::LOST))
    }
}
