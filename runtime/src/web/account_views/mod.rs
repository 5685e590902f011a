//! Pages for logging in and out, with a design of their own and without scripts (Django, `contrib/auth/views.py`).
//!
//! An application has them by one word:
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! use vestibule::auth::FixedUsers;
//!
//! vestibule::app! {
//!     login: vestibule::auth::views::login,
//!     include: [vestibule::auth::views::App],
//! }
//!
//! #[view(GET, "/")]
//! #[login_auth]
//! async fn index(user: User) -> String {
//!     format!("Hello {user}")
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await?;
//! assert_eq!(client.get("/").await.location(), Some("/login/?next=/"));
//! assert!(client.get("/login/?next=/").await.text().contains("<h1>Log in</h1>"));
//!
//! let response = client.post("/login/?next=/", &[("username", "gary"), ("password", "123")]).await;
//! assert_eq!(response.location(), Some("/"));
//! assert_eq!(client.get("/").await.text(), "Hello gary");
//! # Ok(()) })? }
//! ```
//!
//! `include: ["/accounts" => vestibule::auth::views::App]` has them under a prefix, which all of their links follow.
//!
//! | page | methods | template, below `registration/` |
//! |---|---|---|
//! | [`login()`]: `login/` | GET, POST | `login.html` |
//! | [`logout()`]: `logout/` | POST | `logged_out.html` |
//! | `signup`: `signup/` | GET, POST | `signup.html` |
//! | `password_change`: `password_change/`, and `password_change/done/` | GET, POST | `password_change_form.html`, `password_change_done.html` |
//! | `password_reset`: `password_reset/`, and `password_reset/done/` | GET, POST | `password_reset_form.html`, `password_reset_done.html`; the mail: `password_reset_email.html`, `password_reset_subject.txt` |
//! | `password_reset_confirm`: `reset/{uidb64}/{token}/`, and `reset/done/` | GET, POST | `password_reset_confirm.html`, `password_reset_complete.html` |
//! | [`style()`]: `login/style.css` | GET | `style.css`, `base.html` |
//!
//! A template of the same name in the application's own folder takes the place of one of these. What they are given is said
//! in `docs/users.md`, and the settings at [`Settings`](crate::Settings): `login_redirect_url`, `logout_redirect_url`,
//! `redirect_authenticated_user`, `registration`, `password_reset_timeout`.
//!
//! Those that know passwords want the application's users in its database (`auth::Users`), and the mail wants an
//! `email_backend`; elsewhere they are 404. The application around them has sessions, users and the CSRF check, as by
//! default; it need not name a login view, but for guards of its own.

#[cfg(feature = "sql")]
mod limit;
mod login_page;
mod logout_page;
#[cfg(feature = "sql")]
mod new_password;
mod next;
mod offers;
mod page;
#[cfg(feature = "sql")]
mod password_change_page;
#[cfg(feature = "sql")]
mod password_reset_pages;
#[cfg(feature = "sql")]
mod signup_page;
mod stylesheet;

pub use login_page::login;
pub use logout_page::logout;
pub use stylesheet::style;
#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use {
    password_change_page::{password_change, password_change_done},
    password_reset_pages::{
        password_reset, password_reset_complete, password_reset_confirm, password_reset_done,
    },
    signup_page::signup,
};

use std::any::TypeId;

use crate::web::application::{Application, HasLoginView, Included};
use crate::web::middleware::{AuthenticationMiddleware, CsrfViewMiddleware, SessionMiddleware};

vestibule_macros::app! {
    name: AccountViews,
    middleware: [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware],
    templates: "src/web/account_views/templates",
}

/// The application of these pages, for `include`.
// Another name than applications have: the compiler calls theirs `App` in what it says for as long as no other type is
// called so.
pub type App = AccountViews;

/// It has a login view of its own; whoever includes it need not name one.
#[diagnostic::do_not_recommend]
impl HasLoginView for App {
    fn login_url() -> String {
        login::url().into()
    }
}

/// The address of the login page in an application that includes these pages.
pub(crate) fn login_url_in<Outer: Application>() -> Option<String> {
    let is_included = Included::of::<Outer>().prefix(TypeId::of::<App>()).is_some();
    is_included.then(|| login::url().into())
}
