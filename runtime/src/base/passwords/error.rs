//! `PasswordError`: why a password was not hashed or checked.

use std::fmt;

use vestibule_macros::ErrorStatus;

use super::MAX_LENGTH;
use crate::base::crypto::RandomError;
use crate::base::error::Error;

/// Why a password was not hashed or checked. That it is wrong is no error: [`Checked::Wrong`](super::Checked::Wrong).
///
/// Its text holds nothing of a password or hash.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum PasswordError {
    /// So many passwords are being hashed that this one did not have its turn in time, or the server is about to end:
    /// 503, with a `Retry-After`.
    #[status(503)]
    Busy,
    /// The password to be hashed is longer than 4096 bytes: 400.
    #[status(400)]
    TooLong,
    /// The hash to be written is not built in; the cargo feature of this name brings it. A site does not start so.
    NotBuiltIn(&'static str),
    /// The operating system gives no random numbers for the salt.
    Random(RandomError),
    /// The work did not come to its end.
    Failed(String),
}

impl From<RandomError> for PasswordError {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

impl PasswordError {
    /// Of what [`blocking`](crate::base::blocking::blocking) fails with.
    pub(super) fn of_work(error: &Error) -> Self {
        if error.is_panic() { Self::Failed(error.chain()) } else { Self::Busy }
    }
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("too many passwords are being checked"),
            Self::TooLong => write!(f, "the password is longer than {MAX_LENGTH} bytes"),
            Self::NotBuiltIn(feature) => write!(
                f,
                "passwords are to be hashed with `{feature}`, which is not built in\n\
                 help: `cargo add vestibule --features {feature}`"
            ),
            Self::Random(_) => f.write_str("there is no salt for a password"),
            Self::Failed(_) => f.write_str("the hashing of a password failed"),
        }
    }
}

impl std::error::Error for PasswordError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Random(error) => Some(error),
            _ => None,
        }
    }
}
