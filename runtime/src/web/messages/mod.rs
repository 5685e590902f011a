//! Messages: a line for the visitor, added while one request is answered and shown on the next page.
//!
//! ```
//! use vestibule::prelude::*;
//!
//! vestibule::app! { middleware: [SessionMiddleware, MessageMiddleware] }
//!
//! #[view(POST, "/save/")]
//! async fn save(messages: Messages) -> Result {
//!     messages.success("Saved.");
//!     redirect(list::url())
//! }
//!
//! #[view(GET, "/")]
//! async fn list(request: &mut Request) -> Result {
//!     render!(request, "list.html")
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let mut client = vestibule::testing::Client::new(App::build()).await?;
//! client.post("/save/", &[]).await;
//! assert!(client.cookie("messages").is_some(), "it waits for the next page");
//! # Ok(()) })? }
//! ```
//!
//! ```html
//! {% for message in messages %}<p class="{{ message.tags }}">{{ message }}</p>{% endfor %}
//! ```
//!
//! # The life of a message
//!
//! [`MessageMiddleware`](crate::middleware::MessageMiddleware) leaves a mark in the request, and a page that
//! has nothing to do with messages pays for that and no more. The first `request.messages().await?`, a view's
//! argument of type [`Messages`], or a template makes the handle: it looks for the cookie `messages`, and has
//! the session loaded if messages are there. Everything after that costs no waiting.
//!
//! What is added waits in the handle. To *read* is to iterate, here or in a template: it marks the messages
//! as used, and yields those of earlier requests and then those of this one. Counting them does not.
//!
//! | on the way out | stored for the next request |
//! |---|---|
//! | used | what was added since they were read; if nothing was, they are removed |
//! | something was added | what was stored before, and then that |
//! | neither | as before: nothing is written |
//!
//! This is so whatever the status of the answer; but an error of the server does not save the session, so
//! what is kept there stays as it was.
//!
//! # Where they are kept
//!
//! The setting `message_storage` says it:
//!
//! - `fallback`: in the cookie; what does not fit, the newest, in the session. The default.
//! - `cookie`: in the cookie; what does not fit, the oldest, is dropped. With `debug` the answer is 500 then.
//! - `session`: in the session, under `_messages`. Every page from a template reads the visitor's session.
//!
//! Formats and rules are Django's (`contrib/messages`), so that what one adds the other shows; see
//! `codec.rs` and `storage/`.

mod codec;
mod handle;
mod message;
mod request;
mod storage;
mod template;

pub use crate::web::settings::{Level, MessageStorage};
pub use handle::Messages;
pub use message::{Message, Text, mark_safe};

pub(crate) use storage::check;
pub(crate) use template::levels;
