//! What applications are told of: who has logged in or out, and who tried in vain (Django,
//! `contrib/auth/signals.py`).
//!
//! | event | when | an error of a subscriber |
//! |---|---|---|
//! | [`UserLoggedIn`] | at the end of `login`: `request.user()` is the user, the session theirs | ends the session and is `login`'s |
//! | [`UserLoggedOut`] | at the beginning of `logout`: the session is still there | is `logout`'s, which ends the session all the same |
//! | [`UserLoginFailed`] | at the end of `authenticate`, if it has found nobody | is `authenticate`'s |
//!
//! Subscribers are told one after the other, and an error of one leaves out those behind it.

use super::{Credentials, User};
use crate::base::error::Error;
use crate::base::panics;
use crate::web::registry::Registry;
use crate::web::request::Request;
use crate::web::tables::{Event, SubscriberEntry};

/// What stands in the place of a secret: as many stars as in Django.
const BLANK: &str = "********************";

/// A user has logged in (Django's `user_logged_in`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserLoggedIn {
    /// Who, with a [`last_login`](User::last_login) of now if the backend keeps it.
    pub user: User,
}

/// A visitor logs out (Django's `user_logged_out`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserLoggedOut {
    /// Who; `None` if nobody was logged in, or nobody could say who.
    pub user: Option<User>,
}

/// Nobody has been found for a name and a password (Django's `user_login_failed`). Attempts that are refused while a
/// pause lasts are none.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UserLoginFailed {
    /// The name as typed, which may be a password by mistake. The password is `********************`.
    pub credentials: Credentials,
}

impl UserLoginFailed {
    pub(super) fn new(credentials: &Credentials) -> Self {
        Self {
            credentials: Credentials { username: credentials.username.clone(), password: BLANK.to_owned() },
        }
    }
}

impl Event for UserLoggedIn {}
impl Event for UserLoggedOut {}
impl Event for UserLoginFailed {}

/// Whether anybody is told of these events.
pub(super) fn is_awaited<E: Event>(request: &Request) -> bool {
    subscribers::<E>(request).next().is_some()
}

/// Tells all that are on these events, one after the other. A panic is an error.
///
/// # Errors
///
/// That of the first subscriber that has one; those behind it are not told.
pub(super) async fn send<E: Event>(event: &E, request: &mut Request) -> Result<(), Error> {
    let subscribers: Vec<_> = subscribers::<E>(request).collect();
    for subscriber in subscribers {
        panics::later(subscriber.call(event, request)).await?;
    }
    Ok(())
}

fn subscribers<E: Event>(request: &Request) -> impl Iterator<Item = &'static SubscriberEntry> {
    Registry::subscribers_of(request).iter().copied().filter(|entry| entry.is_on::<E>())
}
