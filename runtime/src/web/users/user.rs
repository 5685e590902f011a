//! `User`: someone we know.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use super::session_hash::SessionHash;

/// A known user: cheap to clone. A visitor we do not know is `None`, never a `User`.
///
/// As an argument of a view it is the user who is logged in; without `#[login_auth]` above the
/// view, a stranger gets 403, or `None` where the argument is an `Option<User>`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// # #[view(GET, "/login/")] async fn login() -> &'static str { "" }
/// #[view(GET, "/")]
/// async fn index(user: Option<User>) -> String {
///     user.map_or("Hello stranger".to_owned(), |user| format!("Hello {user}"))
/// }
///
/// #[view(GET, "/account/")]
/// async fn account(user: User) -> String {
///     user.id().to_owned()
/// }
///
/// #[view(GET, "/drafts/")]
/// #[login_auth(permission = "blog.add_post")]
/// async fn drafts() -> &'static str {
///     "for authors"
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/").await.text(), "Hello stranger");
/// assert_eq!(client.get("/account/").await.status(), 403);
/// assert_eq!(client.get("/drafts/").await.status(), 302);
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct User {
    record: Arc<Record>,
}

struct Record {
    id: String,
    username: String,
    password: String,
    is_active: bool,
    is_staff: bool,
    is_superuser: bool,
    permissions: BTreeSet<String>,
    session_hash: OnceLock<SessionHash>,
}

impl User {
    /// A user of this primary key (as text) and name, to be filled in and [built](UserBuilder::build).
    pub fn builder(id: impl Into<String>, username: impl Into<String>) -> UserBuilder {
        let record = Record {
            id: id.into(),
            username: username.into(),
            password: String::new(),
            is_active: true,
            is_staff: false,
            is_superuser: false,
            permissions: BTreeSet::new(),
            session_hash: OnceLock::new(),
        };
        UserBuilder { record }
    }

    /// The primary key, as text.
    pub fn id(&self) -> &str {
        &self.record.id
    }

    /// The name to log in with.
    pub fn username(&self) -> &str {
        &self.record.username
    }

    /// Whether the account may be used.
    pub fn is_active(&self) -> bool {
        self.record.is_active
    }

    /// Whether the user belongs to the site's staff.
    pub fn is_staff(&self) -> bool {
        self.record.is_staff
    }

    /// Whether the user may do everything.
    pub fn is_superuser(&self) -> bool {
        self.record.is_superuser
    }

    /// Whether the user has a permission, `app_label.codename`. An active superuser has all, an
    /// inactive user none.
    pub fn has_permission(&self, permission: &str) -> bool {
        self.is_active() && (self.is_superuser() || self.record.permissions.contains(permission))
    }

    /// What the store keeps as the password: what the session's hash is made of.
    pub(crate) fn password(&self) -> &str {
        &self.record.password
    }

    /// Where the hash of this password is kept once it has been made.
    pub(super) fn session_hash(&self) -> &OnceLock<SessionHash> {
        &self.record.session_hash
    }
}

/// Two users are equal if their primary keys are.
impl PartialEq for User {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for User {}

/// The name; never the password.
impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id())
            .field("username", &self.username())
            .finish_non_exhaustive()
    }
}

/// The name, for templates and logs.
impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.username())
    }
}

/// Makes a [`User`]; an [`AuthBackend`](super::AuthBackend) needs it, applications rarely do.
pub struct UserBuilder {
    record: Record,
}

impl UserBuilder {
    /// What the store keeps as the password. Sessions end when it changes.
    #[must_use]
    pub fn password(mut self, stored: impl Into<String>) -> Self {
        self.record.password = stored.into();
        self
    }

    /// Whether the account may be used. Default: yes.
    #[must_use]
    pub fn active(mut self, is_active: bool) -> Self {
        self.record.is_active = is_active;
        self
    }

    /// Whether the user belongs to the staff. Default: no.
    #[must_use]
    pub fn staff(mut self, is_staff: bool) -> Self {
        self.record.is_staff = is_staff;
        self
    }

    /// Whether the user may do everything. Default: no.
    #[must_use]
    pub fn superuser(mut self, is_superuser: bool) -> Self {
        self.record.is_superuser = is_superuser;
        self
    }

    /// Grants a permission, `app_label.codename`.
    #[must_use]
    pub fn permission(mut self, permission: impl Into<String>) -> Self {
        self.record.permissions.insert(permission.into());
        self
    }

    /// The user.
    pub fn build(self) -> User {
        User { record: Arc::new(self.record) }
    }
}

impl fmt::Debug for UserBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserBuilder").field("username", &self.record.username).finish_non_exhaustive()
    }
}
