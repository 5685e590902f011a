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

#[cfg_attr(
    not(feature = "sql"),
    allow(dead_code, reason = "the pages for users in the database alone use all of it")
)]
mod form;
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
mod signup_page;
mod stylesheet;

pub use login_page::login;
pub use logout_page::logout;
#[cfg(feature = "sql")]
#[cfg_attr(docsrs, doc(cfg(any(feature = "sqlite", feature = "postgres", feature = "mysql"))))]
pub use signup_page::signup;
pub use stylesheet::style;

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
        login::url()
    }
}

/// The address of the login page in an application that includes these pages.
pub(crate) fn login_url_in<Outer: Application>() -> Option<String> {
    let is_included = Included::of::<Outer>().prefix(TypeId::of::<App>()).is_some();
    is_included.then(login::url)
}
