//! `LoginRequiredMiddleware`: every view wants a login, but those that say `public` (Django,
//! `contrib/auth/middleware.py`; its order of questions is that of 6.0, so a public page asks for no session).

use percent_encoding::percent_decode_str;
use vestibule_macros::middleware;

use super::{AuthenticationMiddleware, order};
use crate::error::Error;
use crate::guard;
use crate::registry::{Guard, View};
use crate::request::Request;
use crate::response::Response;

/// Sends strangers to the login view as `#[login_auth]` does, whatever view they ask for, unless it is
/// `#[view(GET, "/about/", public)]` or the login view itself. A path without a view is still 404.
#[derive(Debug, Default)]
pub struct LoginRequiredMiddleware;

#[middleware(order = order::LOGIN_REQUIRED, after(AuthenticationMiddleware), login_view, library)]
impl LoginRequiredMiddleware {
    async fn process_view(&self, request: &mut Request, view: &View) -> Result<Option<Response>, Error> {
        if view.flags().public || is_login_path(&request.shared().login_url, request.path()) {
            return Ok(None);
        }
        guard::check(&Guard::default(), request).await
    }
}

/// Whoever is sent there must get in. An address on another host is none of our pages.
pub(crate) fn is_login_path(login_url: &str, path: &str) -> bool {
    let login_path = login_url.split(['?', '#']).next().unwrap_or_default();
    percent_decode_str(login_path).decode_utf8_lossy() == path
}
