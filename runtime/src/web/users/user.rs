//! `User`: someone we know.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::base::clock::Timestamp;

use super::backends;
use super::session_hash::SessionHash;

/// A known user: cheap to clone. A visitor we do not know is `None`, never a `User`.
///
/// As an argument of a view it is the user who is logged in; without `#[login_auth]` above the
/// view, a stranger gets 403 (a program that asks for JSON 401), or `None` where the argument is an `Option<User>`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }
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
    /// The path of the backend that knows them, where one has been named.
    backend: Option<&'static str>,
}

#[derive(Clone)]
struct Record {
    id: String,
    username: String,
    password: String,
    is_active: bool,
    is_staff: bool,
    is_superuser: bool,
    email: String,
    first_name: String,
    last_name: String,
    last_login: Option<Timestamp>,
    date_joined: Option<Timestamp>,
    groups: BTreeSet<String>,
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
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            last_login: None,
            date_joined: None,
            groups: BTreeSet::new(),
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

    /// The e-mail address; empty if none is known.
    pub fn email(&self) -> &str {
        &self.record.email
    }

    /// The first name; empty if none is known.
    pub fn first_name(&self) -> &str {
        &self.record.first_name
    }

    /// The last name; empty if none is known.
    pub fn last_name(&self) -> &str {
        &self.record.last_name
    }

    /// First and last name with a space between them, or the one that is known; empty if neither is (Django,
    /// `AbstractUser.get_full_name`).
    ///
    /// ```
    /// use vestibule::auth::User;
    ///
    /// let mary = User::builder("2", "mary").first_name("Mary").last_name("Poppins").build();
    /// assert_eq!(mary.full_name(), "Mary Poppins");
    /// assert_eq!(User::builder("3", "gary").first_name("Gary").build().full_name(), "Gary");
    /// ```
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name(), self.last_name()).trim().to_owned()
    }

    /// When the user logged in last, before this session; `None` if never, or if nobody keeps it.
    pub fn last_login(&self) -> Option<Timestamp> {
        self.record.last_login
    }

    /// When the account was made; `None` if nobody keeps it.
    pub fn date_joined(&self) -> Option<Timestamp> {
        self.record.date_joined
    }

    /// The names of the groups that the user is in, sorted.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        self.record.groups.iter().map(String::as_str)
    }

    /// The path of the backend that has [authenticated](super::super::auth::authenticate) the user, or that
    /// [`with_backend`](Self::with_backend) names; `None` if neither has happened.
    pub fn backend(&self) -> Option<&'static str> {
        self.backend
    }

    /// The same user, known by the backend of this path: for a login without `authenticate`, such as right after a
    /// registration, in an application that has several backends (the argument `backend` of Django's `login`).
    ///
    /// The process keeps each path that it has been told once, for as long as it runs: name backends by it, of which there
    /// are few.
    ///
    /// ```
    /// use vestibule::auth::User;
    ///
    /// let mary = User::builder("2", "mary").build().with_backend("shop.Accounts");
    /// assert_eq!(mary.backend(), Some("shop.Accounts"));
    /// ```
    #[must_use]
    pub fn with_backend(self, path: impl AsRef<str>) -> Self {
        self.of_backend(backends::kept(path.as_ref()))
    }

    /// The same, of a path that is kept already.
    pub(crate) fn of_backend(mut self, path: &'static str) -> Self {
        self.backend = Some(path);
        self
    }

    /// The same user, whose last login was then: what [`AuthBackend::logged_in`](super::AuthBackend::logged_in) answers
    /// with that has kept it.
    #[must_use]
    pub fn with_last_login(mut self, at: Timestamp) -> Self {
        Arc::make_mut(&mut self.record).last_login = Some(at);
        self
    }

    /// Whether the user has a permission, `app_label.codename`. An active superuser has all, an
    /// inactive user none.
    pub fn has_permission(&self, permission: &str) -> bool {
        self.is_active() && (self.is_superuser() || self.record.permissions.contains(permission))
    }

    /// Whether the user has all of some permissions; of none, everybody has all (Django, `User.has_perms`).
    ///
    /// ```
    /// use vestibule::auth::User;
    ///
    /// let mary = User::builder("2", "mary").permission("blog.add_post").build();
    /// assert!(mary.has_permissions(["blog.add_post"]));
    /// assert!(!mary.has_permissions(["blog.add_post", "blog.delete_post"]));
    /// ```
    pub fn has_permissions<'a>(&self, permissions: impl IntoIterator<Item = &'a str>) -> bool {
        permissions.into_iter().all(|permission| self.has_permission(permission))
    }

    /// Whether the user has any permission in an application (Django, `User.has_module_perms`).
    ///
    /// ```
    /// use vestibule::auth::User;
    ///
    /// let mary = User::builder("2", "mary").permission("blog.add_post").build();
    /// assert!(mary.has_module_permissions("blog") && !mary.has_module_permissions("shop"));
    /// ```
    pub fn has_module_permissions(&self, app_label: &str) -> bool {
        let is_in_it =
            |permission: &String| permission.split_once('.').is_some_and(|(app, _)| app == app_label);
        self.is_active() && (self.is_superuser() || self.record.permissions.iter().any(is_in_it))
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

    /// The e-mail address. Default: empty.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.record.email = email.into();
        self
    }

    /// The first name. Default: empty.
    #[must_use]
    pub fn first_name(mut self, first_name: impl Into<String>) -> Self {
        self.record.first_name = first_name.into();
        self
    }

    /// The last name. Default: empty.
    #[must_use]
    pub fn last_name(mut self, last_name: impl Into<String>) -> Self {
        self.record.last_name = last_name.into();
        self
    }

    /// When the user logged in last. Default: never.
    #[must_use]
    pub fn last_login(mut self, last_login: impl Into<Option<Timestamp>>) -> Self {
        self.record.last_login = last_login.into();
        self
    }

    /// When the account was made. Default: unknown.
    #[must_use]
    pub fn date_joined(mut self, date_joined: impl Into<Option<Timestamp>>) -> Self {
        self.record.date_joined = date_joined.into();
        self
    }

    /// Puts the user into the group of this name. What the group may do is to be granted beside it.
    #[must_use]
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.record.groups.insert(name.into());
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
        User { record: Arc::new(self.record), backend: None }
    }
}

impl fmt::Debug for UserBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserBuilder").field("username", &self.record.username).finish_non_exhaustive()
    }
}
