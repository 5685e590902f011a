//! `Staff`: a user who belongs to the site's staff.

use std::fmt;
use std::ops::Deref;

use super::User;

/// The user who is logged in and belongs to the staff: a [`User`] to read.
///
/// As an argument of a view it lets nobody else in: a stranger gets what [`User`] gives strangers, and who is logged in
/// and does not belong to the staff gets 403; of both, an `Option<Staff>` is `None`. With `#[login_auth(staff)]`
/// above the view strangers are sent to the login view first.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::auth::{self, FixedUsers};
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// # #[view(GET, "/login/")] async fn login() -> &'static str { "" }
/// # #[view(POST, "/as/{name}/")]
/// # async fn log_in(request: &mut Request, name: String) -> Result<&'static str> {
/// #     let credentials = auth::Credentials { username: name, password: "123".into() };
/// #     let user = auth::authenticate(request, &credentials).await?.unwrap();
/// #     auth::login(request, user).await?;
/// #     Ok("")
/// # }
/// #[view(GET, "/office/")]
/// #[login_auth(staff)]
/// async fn office(staff: Staff) -> String {
///     format!("Hello {}", staff.username())
/// }
///
/// #[view(GET, "/")]
/// async fn index(staff: Option<Staff>) -> &'static str {
///     if staff.is_some() { "welcome, and the way to the office" } else { "welcome" }
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mary = User::builder("2", "mary").password("123").staff(true).build();
/// let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")]).with(mary))).await?;
/// assert_eq!(client.get("/office/").await.location(), Some("/login/?next=/office/"));
///
/// client.post("/as/gary/", &[]).await;
/// assert_eq!(client.get("/office/").await.status(), 403);
/// assert_eq!(client.get("/").await.text(), "welcome");
///
/// client.post("/as/mary/", &[]).await;
/// assert_eq!(client.get("/office/").await.text(), "Hello mary");
/// # Ok(()) })? }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff(User);

impl Staff {
    /// The user, if one of the staff.
    pub fn of(user: User) -> Option<Self> {
        user.is_staff().then_some(Self(user))
    }

    /// The same user, as any other.
    pub fn into_user(self) -> User {
        self.0
    }
}

impl Deref for Staff {
    type Target = User;

    fn deref(&self) -> &User {
        &self.0
    }
}

/// The name, as of any [`User`].
impl fmt::Display for Staff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
