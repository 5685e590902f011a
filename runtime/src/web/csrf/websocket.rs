//! WebSockets: a page of another site can have a browser open one, with the visitor's cookies, and read what comes of it.
//! No token goes with it; the browser says which page it was (RFC 6455 section 10.2).

use std::fmt;

use super::help;
use super::origin::foreign_origin;
use crate::base::error::Error;
use crate::web::csrf_token::CsrfError;
use crate::web::request::Request;

/// What may be done about it: for the log, and for a developer.
#[derive(Debug)]
struct Help(String);

impl fmt::Display for Help {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "help: {}", self.0)
    }
}

impl std::error::Error for Help {}

/// Refuses a WebSocket that a page of another site asks for.
///
/// # Errors
///
/// 403.
pub(crate) fn check_origin_of_page(request: &Request) -> Result<(), Error> {
    let Some(origin) = foreign_origin(request, &request.shared().csrf) else { return Ok(()) };
    let error = Error::permission_denied(format!(
        "a WebSocket was asked for by a page of `{origin}`, which is neither this site nor in `csrf_trusted_origins`"
    ));
    Err(match help::help(request, &CsrfError::BadOrigin { origin }) {
        Some(help) => error.caused_by(Help(help)),
        None => error,
    })
}
