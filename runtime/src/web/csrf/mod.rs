//! Cross-site request forgery: forms and scripts of other sites must not act in a visitor's name (Django,
//! `middleware/csrf.py`).
//!
//! The browser is given a secret in the cookie `csrftoken` (`csrf_cookie_name`), and each form a token made of it,
//! another one every time. A request that changes something (any method but GET, HEAD, OPTIONS, TRACE) has to bring
//! both; another site can have the browser send the first, but cannot read the second.
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! #[view(GET, POST, "/comment/")]
//! async fn comment(request: &mut Request) -> Result {
//!     if request.method() == http::Method::POST {
//!         return Ok(Response::text("thanks"));
//!     }
//!     // In a template: {{ csrf_input }}
//!     let token = request.csrf_token()?;
//!     Ok(Response::html(format!("<form method=post><input name=csrfmiddlewaretoken value={token}> …")))
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! // Without this the test client is let in, as Django's is.
//! let mut client = Client::new(App::build()).await?.enforce_csrf_checks();
//! let page = client.get("/comment/").await.text();
//! let (_, token) = page.split_once("value=").unwrap();
//! let token = token.trim_end_matches("> …");
//!
//! assert_eq!(client.post("/comment/", &[]).await.status(), 403);
//! let response = client.post("/comment/", &[("csrfmiddlewaretoken", token)]).await;
//! assert_eq!(response.text(), "thanks");
//! # Ok(()) })? }
//! ```
//!
//! [`CsrfViewMiddleware`](crate::middleware::CsrfViewMiddleware) checks, in this order:
//!
//! 1. `Origin`, where it is sent, is this site or one of `csrf_trusted_origins`; without it, over https, `Referer` is.
//! 2. The cookie holds a secret (with `csrf_use_sessions`, the session).
//! 3. The form's field `csrfmiddlewaretoken`, urlencoded or multipart, or else the header `X-CSRFToken`
//!    (`csrf_header_name`), is a token of that secret. Scripts take the token from the page, or the cookie's value.
//!
//! What fails is a [`CsrfError`]: 403, and a page that says so, or the application's own (`csrf_failure` in
//! [`app!`](crate::app)).
//!
//! | above a view | |
//! |---|---|
//! | `#[view(POST, "/hook/", csrf_exempt)]` | is not checked: for callers that are no browsers |
//! | `#[view(GET, "/", ensure_csrf_cookie)]` | sends the cookie whether or not the page asked: for pages whose scripts read it |

mod check;
mod form;
mod help;
mod multipart;
mod origin;
mod page;
mod variables;
#[cfg(feature = "websocket")]
mod websocket;

pub use crate::web::application::CsrfFailure;
pub use crate::web::csrf_token::{CsrfError, MalformedToken, Secret, TokenSource};

pub(crate) use check::check;
pub(crate) use page::refusal;
pub(crate) use variables::{input_variable, token_variable};
#[cfg(feature = "websocket")]
pub(crate) use websocket::check_origin_of_page;

use crate::base::crypto::RandomError;
use crate::web::request::Request;

/// Marks a request of a test client that does not ask for the check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotEnforced;

/// Gives the browser another secret, and pages another token: whoever knew the old one does not know
/// the visitor after a login. [`auth::login`](crate::auth::login) does it.
///
/// Without `CsrfViewMiddleware` there is nothing to do.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/")]
/// async fn index(request: &Request) -> Result<String> {
///     request.csrf_token()
/// }
///
/// #[view(POST, "/elevate/")]
/// async fn elevate(request: &mut Request) -> Result<&'static str> {
///     vestibule::csrf::rotate_token(request)?;
///     Ok("")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// client.get("/").await;
/// let before = client.cookie("csrftoken").unwrap().to_owned();
/// client.post("/elevate/", &[]).await;
/// assert_ne!(client.cookie("csrftoken"), Some(before.as_str()));
/// # Ok(()) })? }
/// ```
///
/// # Errors
///
/// [`RandomError`] if the operating system's generator cannot be read.
pub fn rotate_token(request: &mut Request) -> Result<(), RandomError> {
    request.csrf.rotate()
}
