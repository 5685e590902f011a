//! Where users come from: the `AuthBackend` trait, and a small fixed list.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use super::User;
use crate::base::clock::Timestamp;
use crate::base::crypto;
use crate::base::error::Error;
use crate::base::ready::MaybeReady;

/// What a backend answers with: `BackendFuture::later(async move { … })`, or `BackendFuture::Ready(…)` where nothing
/// has to be waited for.
pub type BackendFuture<'a> = MaybeReady<'a, Result<Option<User>, Error>>;

/// Name and password, as a login form sends them.
#[derive(Clone, Deserialize)]
pub struct Credentials {
    /// The name to log in with.
    pub username: String,
    /// The password as typed; never logged.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A place that knows users. Name it with `App::build().users(…)`; of several, each is asked in turn, and the first that
/// knows the credentials counts.
///
/// # Example
///
/// Accounts in a map; in a database the two lookups are queries, which may wait inside the same `async move`.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// use std::collections::HashMap;
/// use vestibule::auth::{self, AuthBackend, BackendFuture, Credentials};
/// use vestibule::crypto::constant_time_eq;
///
/// struct Account { id: u32, name: String, password_hash: Vec<u8>, is_active: bool }
///
/// struct Accounts(HashMap<String, Account>);
///
/// /// Stands for a slow hash with a salt of its own, such as Argon2 of the crate `argon2`.
/// fn hash(password: &str) -> Vec<u8> {
///     password.bytes().rev().collect()
/// }
///
/// impl Account {
///     fn user(&self) -> User {
///         // What the account keeps as the password: a session ends when that changes.
///         let stored = self.password_hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
///         User::builder(self.id.to_string(), &self.name).password(stored).active(self.is_active).build()
///     }
/// }
///
/// impl AuthBackend for Accounts {
///     fn path(&self) -> &str {
///         "shop.Accounts"
///     }
///
///     fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a> {
///         BackendFuture::later(async move {
///             // Hashed whether or not there is such an account: the time taken tells nothing.
///             let given = hash(&credentials.password);
///             let account = self.0.get(&credentials.username);
///             let is_right = |account: &&Account| constant_time_eq(&account.password_hash, &given);
///             Ok(account.filter(is_right).map(Account::user).filter(User::is_active))
///         })
///     }
///
///     fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
///         BackendFuture::later(async move { Ok(self.0.values().find(|account| account.id.to_string() == id).map(Account::user)) })
///     }
/// }
///
/// # #[view(GET, "/")] #[login_auth] async fn index(user: User) -> String { format!("{} {user}", user.id()) }
/// # #[view(POST, "/login/")] async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result {
/// #     let Some(user) = auth::authenticate(request, &credentials).await? else { return Ok(Response::text("no")) };
/// #     auth::login(request, user).await?;
/// #     Ok(Response::text("yes"))
/// # }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let gary = Account { id: 7, name: "gary".into(), password_hash: hash("123"), is_active: true };
/// let accounts = Accounts([("gary".to_owned(), gary)].into());
/// let mut client = Client::new(App::build().users(accounts)).await?;
///
/// assert_eq!(client.post("/login/", &[("username", "gary"), ("password", "124")]).await.text(), "no");
/// assert_eq!(client.post("/login/", &[("username", "gary"), ("password", "123")]).await.text(), "yes");
/// assert_eq!(client.get("/").await.text(), "7 gary");
/// # Ok(()) })? }
/// ```
///
/// A hash that takes long belongs into [`blocking`](crate::blocking()), so that other requests go on meanwhile.
pub trait AuthBackend: Send + Sync + 'static {
    /// What sessions remember as `_auth_user_backend`. A backend that stands for Django's uses its
    /// path; the default is that of Django's own model backend.
    fn path(&self) -> &str {
        "django.contrib.auth.backends.ModelBackend"
    }

    /// The active user whose name and password these are. How long the answer takes should tell
    /// nothing about the account (OWASP, Authentication Cheat Sheet).
    ///
    /// `None` lets the next backend be asked, an [`Error::permission_denied`] none (Django's `PermissionDenied`): nobody
    /// is found then. Any other error is that of [`authenticate`](crate::auth::authenticate).
    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a>;

    /// The user of this primary key, active or not.
    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a>;

    /// Notes that this user of this backend logs in at `at`, the application's time; a table keeps it as `last_login`.
    /// The user as they are from then on ([`User::with_last_login`]), or `None` if nothing has changed, which is what
    /// happens by default. An error keeps the user from logging in.
    fn logged_in<'a>(&'a self, user: &'a User, at: Timestamp) -> BackendFuture<'a> {
        let _ = (user, at);
        BackendFuture::Ready(Ok(None))
    }
}

/// A small fixed list of users, for examples and tests. Passwords are compared as they stand, in
/// constant time.
///
/// ```
/// use vestibule::auth::{FixedUsers, User};
///
/// let mary = User::builder("2", "mary").password("456").staff(true).permission("blog.add_post").build();
/// assert!(mary.has_permission("blog.add_post") && !mary.has_permission("blog.delete_post"));
///
/// let users = FixedUsers::new([("gary", "123")]).with(mary); // `App::build().users(users)`
/// ```
#[derive(Debug, Default)]
pub struct FixedUsers {
    users: Vec<User>,
    /// Where in `users` each id is.
    places: HashMap<String, usize>,
}

impl FixedUsers {
    /// Users with their passwords: `FixedUsers::new([("gary", "123")])`. Their ids are 1, 2, 3 …
    pub fn new<N, P>(users: impl IntoIterator<Item = (N, P)>) -> Self
    where
        N: Into<String>,
        P: Into<String>,
    {
        let build = |(index, (name, password)): (usize, (N, P))| {
            User::builder((index + 1).to_string(), name).password(password).build()
        };
        users.into_iter().enumerate().map(build).fold(Self::default(), Self::with)
    }

    /// Adds a user with more than a name and a password, in place of one with the same id. A user
    /// without a password cannot log in.
    #[must_use]
    pub fn with(mut self, user: User) -> Self {
        match self.places.get(user.id()) {
            Some(&place) => self.users[place] = user,
            None => {
                self.places.insert(user.id().to_owned(), self.users.len());
                self.users.push(user);
            }
        }
        self
    }

    fn get(&self, id: &str) -> Option<User> {
        Some(self.users[*self.places.get(id)?].clone())
    }

    fn check(&self, credentials: &Credentials) -> Option<User> {
        // Every password is compared, whatever the name, so that the time taken tells nothing.
        let mut found = None;
        for user in &self.users {
            let password =
                crypto::constant_time_eq(user.password().as_bytes(), credentials.password.as_bytes());
            if password
                && !user.password().is_empty()
                && user.username() == credentials.username
                && user.is_active()
            {
                found = Some(user.clone());
            }
        }
        found
    }
}

impl AuthBackend for FixedUsers {
    fn path(&self) -> &str {
        "vestibule.auth.FixedUsers"
    }

    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(self.check(credentials)))
    }

    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(self.get(id)))
    }
}
