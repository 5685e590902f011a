//! The secret in a session, where `csrf_use_sessions` keeps it: a text under `_csrftoken`.

use serde_json::Value;

use super::Secret;
use crate::web::sessions::{Session, SessionError};

const KEY: &str = "_csrftoken";

/// The secret; what is there and is none counts as nothing.
///
/// # Errors
///
/// If what is there is no JSON.
pub(crate) fn secret_in(session: &Session) -> Result<Option<Secret>, SessionError> {
    let stored = session.get::<Value>(KEY)?;
    Ok(stored.as_ref().and_then(Value::as_str).and_then(|text| Secret::read(text).ok()))
}

/// Puts it there, unless it is there already.
///
/// # Errors
///
/// If what is there is no JSON.
pub(crate) fn store(session: &Session, secret: &Secret) -> Result<(), SessionError> {
    let stored = session.get::<Value>(KEY)?;
    match stored.as_ref().and_then(Value::as_str) == Some(secret.expose()) {
        true => Ok(()),
        false => session.insert(KEY, secret.expose()),
    }
}
