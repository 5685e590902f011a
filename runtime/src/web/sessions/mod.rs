//! Sessions: what a site remembers of a visitor from one request to the next.
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! #[view(POST, "/cart/{article}/")]
//! async fn put_in(article: String, session: Session) -> Result<String> {
//!     let mut cart: Vec<String> = session.get("cart")?.unwrap_or_default();
//!     cart.push(article);
//!     session.insert("cart", &cart)?;
//!     Ok(cart.join(", "))
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let mut client = Client::new(App::build()).await?;
//! assert_eq!(client.post("/cart/tea/", &[]).await.text(), "tea");
//! assert_eq!(client.post("/cart/milk/", &[]).await.text(), "tea, milk");
//!
//! client.clear_cookies();
//! assert_eq!(client.post("/cart/salt/", &[]).await.text(), "salt", "another visitor");
//! # Ok(()) })? }
//! ```
//!
//! # The life of a session
//!
//! A request comes with a cookie, `sessionid=63bbvvmx690z601yurx3gdqo5v2bg6cy`, or with none. Nothing is read
//! yet: a page that never asks for the session pays for finding the cookie in its header, and for nothing
//! else. All that such a page may do to a session is to have the browser forget a cookie that cannot be a
//! key, because it is shorter than 8 characters.
//!
//! The first `request.session().await?`, or a view's argument of type [`Session`], loads it. The store reads
//! the record under the key, and the session is *accessed* from then on: the answer depends on the cookie and
//! says so (`Vary: Cookie`). A key that the store does not know, or whose record has expired, is forgotten.
//! It is never taken over, whoever sent it.
//!
//! The view then reads and writes the [`Data`] without waiting for anything. What it writes makes the session
//! *modified*, and is noted as this request's own change.
//!
//! When the answer is on its way out, a modified session is saved and its cookie sent, unless the answer is
//! an error of the server (500 and above). A session without a key gets a new one, 32 random characters. One
//! that has a key is saved by compare and swap: only over the state that this request has read. If another
//! request was faster, this one's changes are done again to what the other has stored, and so on until nobody
//! is faster; the changes of both are kept. If the record is gone, another request has ended the session, and
//! this one must not bring it back: it is answered with 400. The answer leaves when the store has said that
//! the write is safe.
//!
//! When the site has a new secret key, sessions that were logged in under the old one move to a new key as they come;
//! `successor.rs` says how requests that came with the old key find them.
//!
//! [`SessionHandle::cycle_key`] moves the data to a new key, at login. [`SessionHandle::flush`] ends the session, at
//! logout: the record is removed at once, and the browser told to forget the cookie.
//!
//! # Formats
//!
//! The cookie, the signed text, the table and the files are Django's, so that both can serve one site; see
//! `key.rs`, `codec.rs`, `expiry.rs` and the files of the backends. The rules are those of Django,
//! `contrib/sessions/middleware.py` and `contrib/sessions/backends/base.py`, but for one: Django saves the
//! whole map, and so loses one of two changes made at the same time.
//!
//! # Where it is kept
//!
//! In what implements [`SessionStore`]; [`backends`] has those that come with the framework, and [`store`]
//! says how to write another.

pub mod backends;
mod changes;
mod codec;
pub mod conformance;
mod cookie;
mod error;
mod expiry;
mod handle;
mod key;
mod lifecycle;
mod manager;
mod outcome;
mod session;
mod settings;
mod state;
pub mod store;
mod successor;
#[cfg(test)]
mod test_stores;

pub use crate::base::cache::Version;
pub use crate::base::data::Data;
#[cfg(feature = "redis")]
pub use crate::base::pickle::PickleError;
pub use crate::web::settings::{SessionEngine, SessionSerializer};
pub use codec::Codec;
pub use error::SessionError;
pub use expiry::Expiry;
pub use handle::SessionHandle;
pub use key::SessionKey;
pub use manager::Sessions;
pub use outcome::{CookieChange, Outcome};
pub use session::Session;
pub use settings::SessionSettings;
pub use store::{Record, SessionStore, StoreError};
