//! `Message`: what goes through a WebSocket.

use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_tungstenite::tungstenite;

use crate::base::error::Error;

/// A message: text or bytes, whole. Pings, pongs and the end of the connection are not for the application.
///
/// ```
/// use vestibule::websocket::Message;
///
/// let message = Message::json(&("tea", 2))?;
/// assert_eq!(message.text(), Some(r#"["tea",2]"#));
/// assert_eq!(message.parse_json::<(String, u32)>()?, ("tea".to_owned(), 2));
/// assert_eq!(Message::from("hello"), Message::Text("hello".to_owned()));
/// # Ok::<(), vestibule::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Text: what a script sends with `socket.send("…")`.
    Text(String),
    /// Bytes: what it sends as a `Blob` or `ArrayBuffer`.
    Binary(Bytes),
}

impl Message {
    /// A text that is the value as JSON.
    ///
    /// # Errors
    ///
    /// If `value` cannot be serialised: a map whose keys are no text, or its own `Serialize` fails.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        let text = serde_json::to_string(value);
        text.map(Self::Text)
            .map_err(|error| Error::internal("cannot write the message as JSON").caused_by(error))
    }

    /// The text; `None` for bytes.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// The bytes, of a text as UTF-8.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }

    /// The value that it is as JSON.
    ///
    /// # Errors
    ///
    /// If it is none, or not that of a `T`. Where the client is to be told, that is a message of the application's own.
    pub fn parse_json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_slice(self.bytes()).map_err(|error| {
            Error::bad_request("the message is not the JSON that was expected").caused_by(error)
        })
    }

    /// What the wire's message is for the application; `None` for those that are not for it.
    pub(crate) fn of_wire(message: tungstenite::Message) -> Option<Self> {
        match message {
            tungstenite::Message::Text(text) => Some(Self::Text(text.as_str().to_owned())),
            tungstenite::Message::Binary(bytes) => Some(Self::Binary(bytes)),
            _ => None,
        }
    }

    pub(crate) fn into_wire(self) -> tungstenite::Message {
        match self {
            Self::Text(text) => tungstenite::Message::text(text),
            Self::Binary(bytes) => tungstenite::Message::binary(bytes),
        }
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

impl From<Vec<u8>> for Message {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes.into())
    }
}
