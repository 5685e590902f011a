//! Proof that a request which changes something comes from a page of ours (Django,
//! `middleware/csrf.py`).
//!
//! A browser sends a site's cookies along with whatever form another site has made it send. So each
//! browser is given a *secret*, in a cookie that other sites cannot read, and every page of ours hands
//! it back as a *token*: the secret, masked anew each time.
//!
//! ```text
//! Set-Cookie: csrftoken=k3PTg3TQl9NfsNtGyTtCHcNPq0brOuFL; expires=…; Max-Age=31449600; Path=/; SameSite=Lax
//! <input type="hidden" name="csrfmiddlewaretoken" value="Ob7s54JajkpAIaCZJdZ4eka1wMQfZjwJY4MbbXsQuj2F0NVv7WiwLmNGMCRwDD1k">
//! X-CSRFToken: Ob7s54JajkpAIaCZJdZ4eka1wMQfZjwJY4MbbXsQuj2F0NVv7WiwLmNGMCRwDD1k
//! ```
//!
//! In a template, `{{ csrf_input }}` is that field and `{{ csrf_token }}` its value; in a view,
//! [`Request::csrf_token`](crate::Request::csrf_token); a script reads the cookie and sends the header.
//! Nothing is made and no cookie sent until one of them is asked for.
//!
//! `GET`, `HEAD`, `OPTIONS` and `TRACE` pass. Every other request is looked at by
//! [`CsrfViewMiddleware`](crate::middleware::CsrfViewMiddleware) before its view is called, unless the
//! view is `csrf_exempt`:
//!
//! 1. Its `Origin`, if it has one, is this site's or one of `csrf_trusted_origins`.
//! 2. Without one, over HTTPS, its `Referer` is.
//! 3. The token, from the form or the header, is that of the secret.
//!
//! What fails is answered with 403, the application's `403_csrf.html` or a small page, and a [`CsrfError`] in the
//! log. The page has a link to load the form again, as one has to after a login in another tab; the log says too
//! what may be done where a proxy has changed the scheme, host or port that the site goes by
//! (`secure_proxy_ssl_header`, `use_x_forwarded_host`). An application may answer itself, as with Django's `CSRF_FAILURE_VIEW`:
//!
//! ```
//! # use vestibule::prelude::*;
//! use vestibule::csrf::CsrfError;
//! use vestibule::http::StatusCode;
//!
//! vestibule::app! { csrf_failure: refused }
//!
//! async fn refused(request: &mut Request, reason: &CsrfError) -> Result {
//!     Ok(Response::text(format!("{reason}: load {} anew", request.path())).with_status(StatusCode::FORBIDDEN))
//! }
//! # fn main() {}
//! ```
//!
//! After a login the secret is another one.

mod check;
mod error;
mod form;
mod help;
mod multipart;
mod origin;
mod page;
mod secret;
pub(crate) mod session;
mod settings;
mod slot;
mod variables;

pub use error::{CsrfError, TokenSource};
pub use secret::{MalformedToken, Secret};

pub(crate) use check::{check, is_safe};
pub(crate) use page::{form_address, refusal};
pub(crate) use settings::CsrfSettings;
pub(crate) use slot::CsrfSlot;
pub(crate) use variables::{add_variables, write_input};

use crate::base::crypto::RandomError;
use crate::web::registry::ViewFuture;
use crate::web::request::Request;

/// What an application answers a refused request with: the function that `csrf_failure` names in `app!`.
pub type CsrfFailure = for<'a> fn(&'a mut Request, &'a CsrfError) -> ViewFuture<'a>;

/// The form's field.
pub(crate) const FIELD: &str = "csrfmiddlewaretoken";

/// Marks a request of a test client that does not ask for the check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotEnforced;

/// Gives the browser another secret, and pages another token: whoever knew the old one does not know
/// the visitor after a login. [`auth::login`](crate::auth::login) does it.
///
/// Without `CsrfViewMiddleware` there is nothing to do.
///
/// # Errors
///
/// [`RandomError`] if the operating system's generator cannot be read.
pub fn rotate_token(request: &mut Request) -> Result<(), RandomError> {
    request.csrf.rotate()
}
