//! `LoginRequiredMiddleware`: every view wants a login, but those that say `public` (Django,
//! `contrib/auth/middleware.py`; its order of questions is that of 6.0, so a public page asks for no session).

use vestibule_macros::middleware;

use super::{AuthenticationMiddleware, order};
use crate::web::auth::LoginUrl;
use crate::web::guard;
use crate::web::layer::Hooked;
use crate::web::request::Request;
use crate::web::response::Response;
use crate::web::view::{Guard, View};

/// Sends strangers to the login view, or programs 401, as `#[login_auth]` does, whatever view they ask for, unless it is
/// `#[view(GET, "/about/", public)]` or the login view itself. A path without a view is still 404.
#[derive(Debug, Default)]
pub struct LoginRequiredMiddleware;

#[middleware(order = order::LOGIN_REQUIRED, after(AuthenticationMiddleware), login_view, library)]
impl LoginRequiredMiddleware {
    fn process_view<'a>(&'a self, request: &'a mut Request, view: &'a View) -> Hooked<'a, Option<Response>> {
        if view.flags().public || is_login_view(request) {
            return Hooked::Ready(Ok(None));
        }
        Hooked::later(guard::check(&Guard::LOGIN, request))
    }
}

/// Who is sent there must get in.
fn is_login_view(request: &Request) -> bool {
    request.part().is_some_and(|login_url: &LoginUrl| login_url.is_at(request.path()))
}
