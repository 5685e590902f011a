//! `LoginRequiredMiddleware`: every view wants a login, but those that say `public` (Django,
//! `contrib/auth/middleware.py`; its order of questions is that of 6.0, so a public page asks for no session).

use vestibule_macros::middleware;

use super::{AuthenticationMiddleware, order};
use crate::web::guard;
use crate::web::onion::Hooked;
use crate::web::registry::{Guard, View};
use crate::web::request::Request;
use crate::web::response::Response;

/// Sends strangers to the login view, or programs 401, as `#[login_auth]` does, whatever view they ask for, unless it is
/// `#[view(GET, "/about/", public)]` or the login view itself. A path without a view is still 404.
#[derive(Debug, Default)]
pub struct LoginRequiredMiddleware;

#[middleware(order = order::LOGIN_REQUIRED, after(AuthenticationMiddleware), login_view, library)]
impl LoginRequiredMiddleware {
    fn process_view<'a>(&'a self, request: &'a mut Request, view: &'a View) -> Hooked<'a, Option<Response>> {
        if view.flags().public || request.shared().login_url.is_at(request.path()) {
            return Hooked::Ready(Ok(None));
        }
        Hooked::later(guard::check(&Guard::LOGIN, request))
    }
}
