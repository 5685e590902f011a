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
///
/// It stands at [`order::LOGIN_REQUIRED`], needs [`AuthenticationMiddleware`](super::AuthenticationMiddleware) and a login view,
/// is not among the default ones, and reads no settings.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// vestibule::app! {
///     login: login,
///     middleware: [SessionMiddleware, AuthenticationMiddleware, LoginRequiredMiddleware],
/// }
///
/// #[view(GET, "/login/")]
/// async fn login() -> &'static str { "<form method=post> …" }
///
/// #[view(GET, "/about/", public)]
/// async fn about() -> &'static str { "for all" }
///
/// #[view(GET, "/")]
/// async fn index() -> &'static str { "for us" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/about/").await.text(), "for all");
/// assert_eq!(client.get("/").await.location(), Some("/login/?next=/"));
/// # Ok(()) })? }
/// ```
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
