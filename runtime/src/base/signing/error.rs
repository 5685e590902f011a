//! Why signed text is refused. No message holds anything of the text or the key.

use std::fmt;
use std::time::Duration;

use crate::base::json::JsonError;

/// Why signed text is refused.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no signature, or it was made by another key, for another salt, or for other text.
    Bad,
    /// The signature holds, but is older than allowed.
    Expired {
        /// The time since signing. Fractions count, and signing times are whole seconds rounded down.
        age: Duration,
        /// The longest time allowed.
        max_age: Duration,
    },
    /// The signature holds, but there is no time before it: another kind of signer made it.
    Malformed,
    /// There is nothing to verify: no cookie of that name was sent.
    Missing,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bad => f.write_str("the signature does not match"),
            Self::Expired { age, max_age } => {
                let (age, max_age) = (age.as_secs_f64(), max_age.as_secs_f64());
                write!(f, "the signature is {age} s old; the limit is {max_age} s")
            }
            Self::Malformed => f.write_str("the signature holds, but the text has no timestamp"),
            Self::Missing => f.write_str("there is no signed text"),
        }
    }
}

impl std::error::Error for SignatureError {}

/// Why [`loads`](super::loads) gives no value.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadsError {
    /// The text is not one that we signed, or is too old.
    Signature(SignatureError),
    /// The signature holds, but what was signed cannot be read as what was asked for.
    Corrupt(PayloadError),
}

impl LoadsError {
    /// Whether the signature is to blame, as opposed to what was signed.
    pub fn is_signature(&self) -> bool {
        matches!(self, Self::Signature(_))
    }

    /// Whether the signature holds but is too old.
    pub fn is_expired(&self) -> bool {
        matches!(self, Self::Signature(SignatureError::Expired { .. }))
    }
}

impl fmt::Display for LoadsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(_) => f.write_str("the signed text is refused"),
            Self::Corrupt(_) => f.write_str("the signed text holds something else"),
        }
    }
}

impl std::error::Error for LoadsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Corrupt(error) => Some(error),
        }
    }
}

impl From<SignatureError> for LoadsError {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl From<PayloadError> for LoadsError {
    fn from(error: PayloadError) -> Self {
        Self::Corrupt(error)
    }
}

/// What is wrong with a well-signed payload.
#[derive(Debug)]
#[non_exhaustive]
pub enum PayloadError {
    /// It is not base64.
    Base64(base64::DecodeError),
    /// It should be a zlib stream (RFC 1950) and is none, or a broken one.
    Inflate,
    /// It would inflate to more than [`MAX_INFLATED`](super::MAX_INFLATED) bytes.
    TooLarge,
    /// It is not JSON, or not that of the type asked for.
    Json(JsonError),
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base64(_) => f.write_str("the payload is not base64"),
            Self::Inflate => f.write_str("the payload cannot be inflated"),
            Self::TooLarge => {
                write!(f, "the payload is of more than {} bytes when inflated", super::MAX_INFLATED)
            }
            Self::Json(_) => f.write_str("the payload cannot be read as JSON"),
        }
    }
}

impl std::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Base64(error) => Some(error),
            // What miniz_oxide says holds what it has inflated so far: a visitor's session.
            Self::Inflate | Self::TooLarge => None,
            Self::Json(error) => Some(error),
        }
    }
}

/// A separator that may also occur in a signature, so that the two could not be told apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BadSeparator;

impl fmt::Display for BadSeparator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the separator is empty or made of characters that a signature may hold")
    }
}

impl std::error::Error for BadSeparator {}
