//! The secret that a browser is given against forged requests, the tokens made of it, and where both are kept. Who
//! checks them is the room [`csrf`](crate::csrf).

mod check;
mod form;
mod help;
mod multipart;
mod origin;
mod page;
mod variables;

pub use crate::web::application::CsrfFailure;
pub use crate::web::csrf_token::{CsrfError, MalformedToken, Secret, TokenSource};

pub(crate) use check::check;
pub(crate) use page::refusal;
pub(crate) use variables::{input_variable, token_variable};

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
/// # Errors
///
/// [`RandomError`] if the operating system's generator cannot be read.
pub fn rotate_token(request: &mut Request) -> Result<(), RandomError> {
    request.csrf.rotate()
}
