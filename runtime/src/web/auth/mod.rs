//! Who is asking: `authenticate` turns credentials into a user, `login` ties the user to the
//! session, `logout` ends that (Django, `contrib/auth/__init__.py`). `lib.rs` has the page about it, since `auth::views`
//! stands further up in the house.

mod absolute_age;
mod events;
mod login;
mod login_url;
#[cfg(feature = "sql")]
mod old_password;
mod profile;
mod request;
mod throttle;
pub mod tokens;
mod user_sessions;
#[cfg(feature = "sql")]
mod users;
mod visitor;

pub use crate::base::passwords;
pub use crate::web::tables::Event;
pub use crate::web::users::{AuthBackend, BackendFuture, Credentials, FixedUsers, Staff, User, UserBuilder};
#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use crate::web::users::{NewUser, UserChanges, Users, UsersError};
pub use events::{UserLoggedIn, UserLoggedOut, UserLoginFailed};
pub use login::{authenticate, login, logout, update_session_auth_hash};
pub use profile::{Me, Profile};
pub use user_sessions::{UserSession, end_sessions_of, logout_everywhere, sessions_of};
pub use visitor::get_user;

pub(crate) use login_url::LoginUrl;
#[cfg(feature = "sql")]
pub(crate) use old_password::is_old_password;
#[cfg(feature = "sql")]
pub(crate) use throttle::name_key;
pub(crate) use throttle::{address_key, too_many};

use crate::base::error::Error;
use crate::base::urls;
use crate::web::csrf_token;
use crate::web::request::{Request, decoded};
use crate::web::response::{Response, redirect};

/// The entries of a session by which a user is found again.
const USER_ID: &str = "_auth_user_id";
const USER_BACKEND: &str = "_auth_user_backend";
const USER_HASH: &str = "_auth_user_hash";

/// The field that carries the wanted page to the login view and back.
pub const REDIRECT_FIELD_NAME: &str = "next";

/// 302 to the login view at `login_url`, with the page to come back to in the field `field`: its
/// path and query, or the whole address if the login view is on another host or scheme. Without a
/// field name the page is not passed on (Django, `contrib/auth/views.py`, `redirect_to_login`).
///
/// That is the page that was asked for. After a `POST`, or any other method that changes something, it is the page
/// on which the form was, as its `Referer` says if that is one of this site's and not the login view itself; else
/// there is none, and the login view goes where it goes by default. (In Django it is the address of the `POST`,
/// which answers a `GET` with 405, or with something else than was sent.)
///
/// # Errors
///
/// 400 if the login view is elsewhere and this request's host is not allowed.
pub fn redirect_to_login(request: &Request, login_url: &str, field: Option<&str>) -> Result<Response, Error> {
    let is_elsewhere = is_elsewhere(request, login_url);
    let next = match (csrf_token::is_safe(request.method()), is_elsewhere) {
        (true, true) => Some(request.absolute_uri()?),
        (true, false) => Some(request.full_path()),
        (false, _) => page_before(request, login_url, is_elsewhere)?,
    };
    let field = field.filter(|_| next.is_some());
    redirect(urls::with_next(&next.unwrap_or_default(), login_url, field))
}

/// The page of this site that a form was sent from.
fn page_before(request: &Request, login_url: &str, is_elsewhere: bool) -> Result<Option<String>, Error> {
    let page = request.own_referer().filter(|page| is_elsewhere || !is_same_page(page, login_url));
    Ok(match page {
        Some(page) if is_elsewhere => Some(format!("{}://{}{page}", request.scheme(), request.host()?)),
        page => page,
    })
}

fn is_same_page(page: &str, login_url: &str) -> bool {
    let path = |address: &str| urls::urlsplit(address).map(|parts| decoded(&parts.path).into_owned());
    matches!((path(page), path(login_url)), (Ok(page), Ok(login)) if page == login)
}

/// Whether the login view's scheme or host is there and not the request's own.
fn is_elsewhere(request: &Request, login_url: &str) -> bool {
    let Ok(parts) = urls::urlsplit(login_url) else { return false };
    let scheme = !parts.scheme.is_empty() && parts.scheme != request.scheme();
    let host = !parts.netloc.is_empty() && request.host().ok() != Some(&*parts.netloc);
    scheme || host
}

/// The page to go to after login: the field `next` of the form, else of the query, if it lies on
/// this site; else `fallback`. An address elsewhere is never followed (OWASP, Unvalidated
/// Redirects; Django, `contrib/auth/views.py`, `RedirectURLMixin`).
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::auth::safe_next;
///
/// #[view(GET, "/login/")]
/// async fn login(request: &Request) -> String {
///     safe_next(request, None, "/home/")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/login/?next=/articles/%3Fpage=2").await.text(), "/articles/?page=2");
/// assert_eq!(client.get("/login/?next=//evil.test/").await.text(), "/home/");
/// assert_eq!(client.get("/login/").await.text(), "/home/");
/// # Ok(()) })? }
/// ```
pub fn safe_next(request: &Request, form: Option<&str>, fallback: &str) -> String {
    let query = request.query();
    let wanted = form.or_else(|| query.get(REDIRECT_FIELD_NAME)).unwrap_or_default();
    let hosts: Vec<&str> = request.host().into_iter().collect();
    // Browsers drop these from an address, wherever they stand, and what is left may be another.
    let is_plain = !wanted.contains(['\t', '\r', '\n']);
    match is_plain && urls::url_has_allowed_host_and_scheme(wanted, &hosts, request.is_secure()) {
        true => wanted.to_owned(),
        false => fallback.to_owned(),
    }
}
