//! `TestWebSocket`: the browser's end of a WebSocket.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use futures_sink::Sink;
use http::header::{
    CONNECTION, HeaderValue, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::response::Parts;
use tokio::io::{DuplexStream, duplex};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as WireMessage;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::{Client, TestResponse, TestStream};
use crate::web::request::Upgradable;
use crate::web::response::Upgrade;
use crate::web::websocket::{CloseCode, Message};

/// What the connection holds in each direction that nobody has read yet.
const PIPE: usize = 64 * 1024;

impl Client {
    /// Opens a WebSocket, with the client's cookies and headers; its `Origin`, if it is to have one, is among those.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::websocket::WebSocketUpgrade;
    ///
    /// #[view(GET, "/hello/")]
    /// async fn hello(upgrade: WebSocketUpgrade) -> Response {
    ///     upgrade.on_upgrade(async |socket| Ok(socket.send("hello").await?))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let mut socket = client.websocket("/hello/").await.unwrap();
    /// assert_eq!(socket.receive().await.unwrap().text(), Some("hello"));
    /// assert_eq!(socket.receive().await, None);
    /// assert_eq!(socket.close_code().unwrap().0, 1000);
    ///
    /// client.headers_mut().insert("origin", "https://elsewhere.example".parse()?);
    /// assert_eq!(client.websocket("/hello/").await.unwrap_err().status(), 403);
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// The answer, if it is no 101.
    ///
    /// # Panics
    ///
    /// If `path` is no request target, or the body of the answer fails half-way.
    pub async fn websocket(&mut self, path: &str) -> Result<TestWebSocket, TestResponse> {
        let mut request = self.to_request(http::Method::GET, path, bytes::Bytes::new());
        let headers = request.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        headers.insert(SEC_WEBSOCKET_KEY, HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ=="));
        request.extensions_mut().insert(Upgradable);
        let response = self.answer(request).await;
        let Some(upgrade) = response.extensions().get::<Upgrade>().cloned() else {
            return Err(TestStream::new(response).read().await);
        };
        let (ours, theirs) = duplex(PIPE);
        if let Some(work) = upgrade.take_over(Box::new(theirs)) {
            tokio::spawn(work);
        }
        let stream = WebSocketStream::from_raw_socket(ours, Role::Client, None).await;
        Ok(TestWebSocket { head: response.into_parts().0, stream, code: None })
    }
}

/// The browser's end of a WebSocket, in a test: [`Client::websocket`]. Dropping it is leaving, without a word.
pub struct TestWebSocket {
    head: Parts,
    stream: WebSocketStream<DuplexStream>,
    code: Option<CloseCode>,
}

impl TestWebSocket {
    /// The headers of the answer 101, cookies included.
    pub fn headers(&self) -> &http::HeaderMap {
        &self.head.headers
    }

    /// The subprotocol that was agreed on.
    pub fn protocol(&self) -> Option<&str> {
        self.head.headers.get(SEC_WEBSOCKET_PROTOCOL).and_then(|value| value.to_str().ok())
    }

    /// Sends a message. One that cannot be sent, because the WebSocket has ended, is dropped.
    pub async fn send(&mut self, message: impl Into<Message>) {
        self.send_wire(message.into().into_wire()).await;
    }

    /// Closes it, as a script's `socket.close(code)`; [`receive`](Self::receive) then gives what was still on its way.
    pub async fn close(&mut self, code: impl Into<CloseCode>) {
        let frame = code.into().frame("").expect("a code that may be sent");
        self.send_wire(WireMessage::Close(Some(frame))).await;
    }

    /// Waits for the next message; `None` when the WebSocket has ended.
    pub async fn receive(&mut self) -> Option<Message> {
        loop {
            match poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx)).await? {
                Ok(WireMessage::Close(frame)) => self.code = Some(CloseCode::of_frame(frame.as_ref())),
                Ok(message) => {
                    if let Some(message) = Message::of_wire(message) {
                        return Some(message);
                    }
                }
                Err(_) => {
                    self.code.get_or_insert(CloseCode::LOST);
                }
            }
        }
    }

    /// Why it has ended, once [`receive`](Self::receive) has given `None`.
    pub fn close_code(&self) -> Option<CloseCode> {
        self.code
    }

    async fn send_wire(&mut self, message: WireMessage) {
        let mut stream = Pin::new(&mut self.stream);
        if poll_fn(|cx| stream.as_mut().poll_ready(cx)).await.is_ok()
            && stream.as_mut().start_send(message).is_ok()
        {
            let _ = poll_fn(|cx| stream.as_mut().poll_flush(cx)).await;
        }
    }
}

impl fmt::Debug for TestWebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestWebSocket").field("code", &self.code).finish_non_exhaustive()
    }
}
