//! WebSockets: both ends send when they like, for as long as the page is open (RFC 6455).
//!
//! ```text
//! GET, Upgrade: websocket ─▶ layers, guard ─▶ view ─▶ 101 ─▶ layers ─▶ framing ─▶ line in the log
//!                                               │                                      │
//!                                               └─ function ◀─▶ driver ◀─▶ connection ◀┘ ─▶ line in the log
//! ```
//!
//! The view's argument is a [`WebSocketUpgrade`]; what its function is given, a [`WebSocket`]. Which server hands over the
//! connection is all the same: ours, hyper under an axum that ours is mounted in, the test client.
//!
//! What is only told, and not answered, is told more simply by [server-sent events](crate::sse), which come back by
//! themselves.

mod close;
mod driver;
mod function;
mod handshake;
mod inbox;
mod limits;
mod message;
mod pulse;
mod run;
mod socket;
mod upgrade;

pub use close::{CloseCode, Closed};
pub use message::Message;
pub use socket::{WebSocket, WebSocketReceiver, WebSocketSender};
pub use upgrade::WebSocketUpgrade;
