//! `WebSocket`: the connection as the application has it. The other side of it is `driver`.

use std::fmt;
use std::future::poll_fn;

use tokio::sync::mpsc;

use super::close::{CloseCode, Closed};
use super::inbox::InboxReader;
use super::message::Message;
use crate::base::error::Error;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// A WebSocket, open: what the function of [`WebSocketUpgrade::on_upgrade`](super::WebSocketUpgrade::on_upgrade) is given.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::websocket::WebSocketUpgrade;
///
/// #[view(GET, "/echo/")]
/// async fn echo(upgrade: WebSocketUpgrade) -> Response {
///     upgrade.on_upgrade(async |mut socket| {
///         while let Some(message) = socket.receive().await {
///             socket.send(message).await?;
///         }
///         Ok(())
///     })
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let mut socket = client.websocket("/echo/").await.unwrap();
/// socket.send("hello").await;
/// assert_eq!(socket.receive().await.unwrap().text(), Some("hello"));
/// # Ok(()) })? }
/// ```
///
/// To wait for several things at once, `tokio::select!` over [`receive`](Self::receive) and the others: a `receive` that is
/// dropped loses nothing. Two functions or tasks share it by [`split`](Self::split).
#[derive(Debug)]
pub struct WebSocket {
    sender: WebSocketSender,
    receiver: WebSocketReceiver,
    protocol: Option<String>,
}

impl WebSocket {
    pub(super) fn new(sender: mpsc::Sender<Outgoing>, inbox: InboxReader, protocol: Option<String>) -> Self {
        Self { sender: WebSocketSender(sender), receiver: WebSocketReceiver(inbox), protocol }
    }

    /// Waits for the next message; `None` when the WebSocket has ended, in order or not: the client has closed it or is
    /// gone, has sent what breaks the rules or the limits, or the server ends.
    pub async fn receive(&mut self) -> Option<Message> {
        self.receiver.receive().await
    }

    /// Sends a message, and waits until the one before it is on its way: whoever sends faster than the client reads waits
    /// here.
    ///
    /// # Errors
    ///
    /// [`Closed`] if the WebSocket has ended. A message that was sent may still never arrive: that only an answer of the
    /// client's shows.
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), Closed> {
        self.sender.send(message).await
    }

    /// Closes it, with a reason of at most 123 bytes. Without this it is closed when its function ends, with 1000, or
    /// with 1011 if that has failed.
    ///
    /// # Errors
    ///
    /// If the code is none that may be sent: 1000 to 1003, 1007 to 1014, and 3000 to 4999 may.
    pub async fn close(&self, code: impl Into<CloseCode>, reason: &str) -> Result<(), Error> {
        self.sender.close(code, reason).await
    }

    /// Why it has ended, once [`receive`](Self::receive) has given `None`.
    pub fn close_code(&self) -> Option<CloseCode> {
        self.receiver.close_code()
    }

    /// The subprotocol that was agreed on ([`WebSocketUpgrade::protocols`](super::WebSocketUpgrade::protocols)).
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// Its two directions, each for a function or a task of its own. There may be any number of senders.
    pub fn split(self) -> (WebSocketSender, WebSocketReceiver) {
        (self.sender, self.receiver)
    }
}

/// What the driver is to send.
pub(super) enum Outgoing {
    Message(Message),
    Close(CloseFrame),
}

/// The way out of a [`WebSocket`].
#[derive(Clone)]
pub struct WebSocketSender(mpsc::Sender<Outgoing>);

impl WebSocketSender {
    /// As [`WebSocket::send`].
    ///
    /// # Errors
    ///
    /// The same.
    pub async fn send(&self, message: impl Into<Message>) -> Result<(), Closed> {
        self.0.send(Outgoing::Message(message.into())).await.map_err(|_| Closed)
    }

    /// As [`WebSocket::close`].
    ///
    /// # Errors
    ///
    /// The same.
    pub async fn close(&self, code: impl Into<CloseCode>, reason: &str) -> Result<(), Error> {
        let frame = code.into().frame(reason)?;
        // One that is closed already needs no closing.
        let _ = self.0.send(Outgoing::Close(frame)).await;
        Ok(())
    }
}

/// The way in of a [`WebSocket`].
pub struct WebSocketReceiver(InboxReader);

impl WebSocketReceiver {
    /// As [`WebSocket::receive`].
    pub async fn receive(&mut self) -> Option<Message> {
        poll_fn(|cx| self.0.poll_take(cx)).await
    }

    /// As [`WebSocket::close_code`].
    pub fn close_code(&self) -> Option<CloseCode> {
        self.0.ended()
    }
}

impl fmt::Debug for WebSocketSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocketSender").finish_non_exhaustive()
    }
}

impl fmt::Debug for WebSocketReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocketReceiver").field("ended", &self.0.ended()).finish_non_exhaustive()
    }
}
