//! Where users come from: the `AuthBackend` trait, and a small fixed list.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

use super::User;
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

/// A place that knows users. Name it with `App::build().users(…)`.
pub trait AuthBackend: Send + Sync + 'static {
    /// What sessions remember as `_auth_user_backend`. A backend that stands for Django's uses its
    /// path; the default is that of Django's own model backend.
    fn path(&self) -> &str {
        "django.contrib.auth.backends.ModelBackend"
    }

    /// The active user whose name and password these are. How long the answer takes should tell
    /// nothing about the account (OWASP, Authentication Cheat Sheet).
    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a>;

    /// The user of this primary key, active or not.
    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a>;
}

/// A small fixed list of users, for examples and tests. Passwords are compared as they stand, in
/// constant time.
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
