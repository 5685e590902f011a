//! `WebSocketUpgrade`: a request for a WebSocket, looked over, and the answer that opens it.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use http::header::{HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_PROTOCOL};

use super::function::Handling;
use super::handshake;
use super::limits::Limits;
use super::run::{Asked, run};
use super::socket::WebSocket;
use crate::base::error::Error;
use crate::base::prefixes::{Prefixes, Within};
use crate::web::csrf;
use crate::web::extract::FromRequest;
use crate::web::request::Request;
use crate::web::response::{Response, Upgrade};

/// A request for a WebSocket: an argument of a view that answers GET, and nothing else.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::sse::Channel;
/// use vestibule::websocket::{Message, WebSocketUpgrade};
///
/// #[view(GET, "/chat/")]
/// async fn chat(upgrade: WebSocketUpgrade, State(chat): State<Channel<String>>) -> Response {
///     upgrade.max_message_size(4096).on_upgrade(async move |mut socket| {
///         let mut said = chat.subscribe();
///         loop {
///             tokio::select! {
///                 message = socket.receive() => match message {
///                     Some(Message::Text(words)) => chat.send(words),
///                     _ => return Ok(()),
///                 },
///                 // One that is too slow has missed something, and its connection ends.
///                 words = said.next() => socket.send(words?.as_str()).await?,
///             }
///         }
///     })
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build().state(Channel::<String>::new(100))).await?;
/// let mut ada = client.websocket("/chat/").await.unwrap();
/// let mut bob = client.websocket("/chat/").await.unwrap();
/// # tokio::task::yield_now().await;
/// ada.send("hello").await;
/// assert_eq!(bob.receive().await.unwrap().text(), Some("hello"));
///
/// assert_eq!(client.get("/chat/").await.status(), 426);
/// # Ok(()) })? }
/// ```
///
/// **Who may.** Guards, sessions and middlewares stand before it as before every view; to the layers the answer is a 101,
/// and the session is saved when they have seen it. A page of another site could have a visitor's browser open it, with
/// the visitor's cookies: so the `Origin` is always that of this site or one of `csrf_trusted_origins`, by the rules of
/// [`csrf`](crate::csrf), whatever middlewares there are. A request without one comes from no browser.
///
/// | request | answer |
/// |---|---|
/// | no `Upgrade: websocket` | 426; `None` for an `Option<WebSocketUpgrade>` |
/// | another version than 13 | 426, which says so |
/// | no right `Sec-WebSocket-Key`, or a body | 400 |
/// | over HTTP/2 | 400: browsers open WebSockets over HTTP/1.1, unless a server offers RFC 8441 |
/// | a page of another site | 403, with the origin in the log |
/// | the server is about to end | 503 |
///
/// **Limits**: a message of 1 MiB, a ping after 30 s of silence, the end after 60 s. A client that takes nothing of what it
/// is sent for [`response_stall_time`](crate::server::Limits::response_stall_time) is cut off.
pub struct WebSocketUpgrade {
    accept: String,
    /// What the client would speak, best first.
    offered: Vec<String>,
    protocol: Option<String>,
    limits: Limits,
    asked: Asked,
}

impl WebSocketUpgrade {
    /// The largest message that is read, in bytes; a larger one ends the WebSocket, with 1009. Default: 1 MiB.
    ///
    /// As much memory a client can fill.
    #[must_use]
    pub fn max_message_size(mut self, bytes: usize) -> Self {
        self.limits.message_size = bytes;
        self
    }

    /// The largest piece of a message, where clients send them in pieces. Default: 1 MiB, and never more than a message.
    #[must_use]
    pub fn max_frame_size(mut self, bytes: usize) -> Self {
        self.limits.frame_size = bytes;
        self
    }

    /// After how much silence the client is asked for a sign of life, which browsers give by themselves; proxies take a
    /// connection for dead that is silent for longer. Default: 30 s.
    #[must_use]
    pub fn ping_interval(mut self, interval: Duration) -> Self {
        self.limits.ping_interval = interval;
        self
    }

    /// After how much silence, signs of life included, the client is taken for gone. Default: 60 s.
    #[must_use]
    pub fn idle_time(mut self, time: Duration) -> Self {
        self.limits.idle_time = time;
        self
    }

    /// The subprotocols that the application speaks, best first: of those that the client offers too, the first is agreed
    /// on. If there is none, the WebSocket has no protocol, and the client may end it.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # vestibule::app! {}
    /// # use vestibule::websocket::WebSocketUpgrade;
    /// #[view(GET, "/chat/")]
    /// async fn chat(upgrade: WebSocketUpgrade) -> Result {
    ///     let upgrade = upgrade.protocols(["chat.v2", "chat.v1"]);
    ///     if upgrade.protocol().is_none() {
    ///         return Err(Error::bad_request("a client that speaks neither"));
    ///     }
    ///     Ok(upgrade.on_upgrade(async |socket| Ok(socket.send("hello").await?)))
    /// }
    /// # fn main() {}
    /// ```
    #[must_use]
    pub fn protocols<P: AsRef<str>>(mut self, spoken: impl IntoIterator<Item = P>) -> Self {
        let mut spoken = spoken.into_iter();
        let agreed = spoken.find(|spoken| self.offered.iter().any(|offered| offered == spoken.as_ref()));
        self.protocol = agreed.map(|protocol| protocol.as_ref().to_owned());
        self
    }

    /// What was agreed on.
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// The answer that opens it, 101, and what is done then: `function` has the WebSocket until it ends, which closes it.
    ///
    /// It runs beside the connection, after the view has answered, and owns what it uses. Its error is a line in the log,
    /// and the client is told 1011; that the WebSocket had ended already ([`Closed`](super::Closed), by `?`) is none.
    /// When the connection is over it has 30 seconds for what is left to do, and is then dropped where it waits: what
    /// must be done all of it goes into a task of its own. The session has been saved by then, so that what is changed in
    /// it here is lost, unless it is saved by hand.
    pub fn on_upgrade<F, W>(self, function: F) -> Response
    where
        F: FnOnce(WebSocket) -> W + Send + 'static,
        W: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let Self { accept, protocol, limits, asked, .. } = self;
        let mut response = Response::empty(StatusCode::SWITCHING_PROTOCOLS);
        let headers = response.layer_headers_mut();
        if let Ok(accept) = HeaderValue::try_from(accept) {
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        // It is one that the client has sent.
        if let Some(Ok(protocol)) = protocol.as_deref().map(HeaderValue::from_str) {
            headers.insert(SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        // Its links are made by the application that is at work here.
        let prefixes = Prefixes::at_work();
        let begin = move |socket| {
            let begin = || Box::pin(Within::new(prefixes, Box::pin(function(socket)))) as Handling;
            match prefixes {
                Some(prefixes) => prefixes.within(begin),
                None => begin(),
            }
        };
        let work = move |io| Box::pin(run(io, asked, limits, protocol, begin)) as _;
        response.extensions_mut().insert(Upgrade::new(work));
        response
    }
}

/// Fails with 426, 400, 403 or 503: see [`WebSocketUpgrade`].
impl<A> FromRequest<A> for WebSocketUpgrade {
    // What comes behind the request is the WebSocket's.
    const TAKES_BODY: bool = true;
    const ONLY_GET: bool = true;

    async fn from_request(request: &mut Request) -> Result<Self, Error> {
        let accept = handshake::accept(request)?;
        csrf::check_origin_of_page(request)?;
        if request.shutdown().is_begun() {
            return Err(Error::new(StatusCode::SERVICE_UNAVAILABLE, "the server ends"));
        }
        let lines = request.headers().get_all(SEC_WEBSOCKET_PROTOCOL).iter();
        let offered = lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(','));
        Ok(Self {
            accept,
            offered: offered.map(|protocol| protocol.trim().to_owned()).collect(),
            protocol: None,
            limits: Limits::default(),
            asked: Asked {
                text: request.logged(),
                view: request.view(),
                is_logged: request.settings().access_log,
                shutdown: request.shutdown().clone(),
            },
        })
    }
}

impl fmt::Debug for WebSocketUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocketUpgrade").field("protocol", &self.protocol).finish_non_exhaustive()
    }
}
