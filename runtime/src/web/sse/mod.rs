//! Server-sent events: what a page's script is told while the page is open (WHATWG HTML, section 9.2).
//!
//! ```text
//! stream, function or Channel ─▶ EventStream ─▶ "id: 7\ndata: …\n\n" ─▶ EventSource in the browser
//!                                      ▲                                      │
//!                                      └───────── Last-Event-ID: 7 ───────────┘ when it connects again
//! ```
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! use vestibule::sse::{Channel, Event, EventStream, LastEventId};
//!
//! #[view(POST, "/say/{words}/")]
//! async fn say(words: String, State(chat): State<Channel<String>>) -> &'static str {
//!     chat.send(words);
//!     "said"
//! }
//!
//! #[view(GET, "/chat/")]
//! async fn listen(State(chat): State<Channel<String>>, last: Option<LastEventId>) -> EventStream {
//!     chat.events(last, |words| Event::data(words))
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let mut client = Client::new(App::build().state(Channel::<String>::new(100))).await?;
//! let mut events = client.get_stream("/chat/").await;
//! client.post("/say/hello/", &[]).await;
//! let event = events.chunk().await.unwrap().unwrap();
//! assert!(event.ends_with(b"data: hello\n\n"));
//! # Ok(()) })? }
//! ```
//!
//! It is plain HTTP: guards, sessions and middlewares stand before it as before every view, and `docs/streams.md` says
//! what proxies do to it. A browser keeps six connections to a site on HTTP/1.1, and each page's stream is one of them; on
//! HTTP/2, which the proxy speaks, they are a hundred.

mod body;
mod channel;
mod event;
mod last_event_id;
mod stream;

pub use channel::{Channel, Missed, Subscription};
pub use event::{Event, IntoEvent, InvalidEvent};
pub use last_event_id::LastEventId;
pub use stream::{EventStream, EventWriter};
