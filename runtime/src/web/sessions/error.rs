//! `SessionError`: why a session could not be read or changed.

use std::fmt;

use vestibule_macros::ErrorStatus;

use crate::base::crypto::RandomError;
use crate::base::error::BoxError;

use super::StoreError;

/// Why a session could not be read or changed.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum SessionError {
    /// Another request ended the session after this one had loaded it; saving it would bring it back.
    /// Django's `SessionInterrupted`, answered with 400.
    #[status(400)]
    Interrupted,
    /// A value is not of the type asked for, or cannot be written as JSON.
    Value {
        /// Where it stands, or should have stood, in the session's data.
        key: String,
        /// What is wrong with it.
        source: BoxError,
    },
    /// The store cannot be read or written; [`StoreError::Unavailable`] is answered with 503.
    #[status(transparent)]
    Store(StoreError),
    /// The operating system gives no random numbers, so there is no key for a new session.
    Random(RandomError),
}

impl SessionError {
    pub(super) fn value(key: &str, source: impl Into<BoxError>) -> Self {
        Self::Value { key: key.to_owned(), source: source.into() }
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("the session was ended by another request"),
            Self::Value { key, .. } => {
                write!(f, "the session's `{}` cannot be read or written", key.escape_debug())
            }
            Self::Store(_) => f.write_str("the session cannot be loaded or stored"),
            Self::Random(_) => f.write_str("a session key cannot be made"),
        }
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Value { source, .. } => Some(&**source),
            Self::Store(error) => Some(error),
            Self::Random(error) => Some(error),
            Self::Interrupted => None,
        }
    }
}

impl From<StoreError> for SessionError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<RandomError> for SessionError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}
