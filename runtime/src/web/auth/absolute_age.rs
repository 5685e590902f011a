//! `session_absolute_age`: how long a login lasts, whatever its session is used for (OWASP, Session Management Cheat
//! Sheet, "Absolute Timeout"; Django has none).
//!
//! The session remembers when it was, under a name that Django does not look at, in whole seconds since 1970:
//!
//! ```text
//! _vestibule_login_at = 1767323045
//! ```
//!
//! A session that does not, since Django has begun it or the setting is new, counts from when it is seen first.

use std::time::Duration;

use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::sessions::{Data, Session};

const LOGIN_AT: &str = "_vestibule_login_at";

/// How long one lasts here; `None` if for ever.
pub(super) fn of(request: &Request) -> Option<Duration> {
    Some(request.shared().settings.session_absolute_age).filter(|age| !age.is_zero())
}

/// Notes a login that will end.
pub(super) fn note(request: &Request, session: &Session) -> Result<(), Error> {
    Ok(session.insert(LOGIN_AT, request.shared().clock.now().unix_timestamp())?)
}

/// The same of a session that goes on, unless it has a note.
pub(super) fn note_if_new(request: &mut Request, data: &Data) -> Result<(), Error> {
    if login_of(data).is_some() {
        return Ok(());
    }
    let now = request.shared().clock.now().unix_timestamp();
    request.session_handle()?.insert_unloaded(LOGIN_AT, &now.to_string());
    Ok(())
}

/// Whether a login is over that may last so long.
pub(super) fn is_over(data: &Data, age: Duration, now: Timestamp) -> bool {
    login_of(data).is_some_and(|login| now - login >= age)
}

/// When it was, if that is known.
pub(super) fn login_of(data: &Data) -> Option<Timestamp> {
    let seconds = data.get(LOGIN_AT).ok().flatten()?;
    Timestamp::from_unix_timestamp(seconds).ok()
}
