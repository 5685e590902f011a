//! `MailError`: why a mail was not sent.

use std::fmt;

use vestibule_macros::ErrorStatus;

use super::AddressError;
use crate::base::error::BoxError;

/// Why a mail was not sent.
///
/// Its text names no recipient and nothing of what was to be said.
#[derive(Debug, ErrorStatus)]
#[non_exhaustive]
pub enum MailError {
    /// A header cannot be sent: it holds a line break or another control character, or is one that [`Email`](super::Email)
    /// writes itself. Django's `BadHeaderError`. Mostly a visitor's doing, so that it is answered with 400.
    #[status(400)]
    Header {
        /// The header: `Subject`.
        name: String,
    },
    /// An address is none, or none that mail can be sent to.
    #[status(400)]
    Address {
        /// The header that it was for: `To`.
        header: &'static str,
        /// What is wrong with it.
        why: AddressError,
    },
    /// It is for nobody.
    NoRecipients,
    /// The settings do not say where mails go.
    NoBackend,
    /// The mail server cannot be reached, takes too long, or says that it may work later.
    #[status(503)]
    Unavailable(BoxError),
    /// It was refused, or could not be written.
    Failed(BoxError),
}

impl MailError {
    pub(super) fn header(name: impl Into<String>) -> Self {
        Self::Header { name: name.into() }
    }

    /// Whether it may work later.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }
}

impl fmt::Display for MailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { name } => write!(
                f,
                "the header `{}` of a mail cannot be sent: it holds a control character, or is written by `Email` itself",
                name.escape_debug()
            ),
            Self::Address { header, .. } => {
                write!(f, "a mail has no address in `{header}` that it could have")
            }
            Self::NoRecipients => f.write_str("a mail is for nobody"),
            Self::NoBackend => f.write_str(
                "nothing says where mails go: set `email_backend`, to `smtp`, `file` or `console`",
            ),
            Self::Unavailable(_) => f.write_str("the mail server is not available"),
            Self::Failed(_) => f.write_str("the mail could not be sent"),
        }
    }
}

impl std::error::Error for MailError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Address { why, .. } => Some(why),
            Self::Unavailable(cause) | Self::Failed(cause) => Some(&**cause),
            Self::Header { .. } | Self::NoRecipients | Self::NoBackend => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::error::Error;

    #[test]
    fn what_a_visitor_has_typed_is_a_bad_request_and_what_may_work_later_says_so() {
        let status = |error: MailError| Error::from(error).status().as_u16();

        assert_eq!(status(MailError::header("Subject")), 400);
        assert_eq!(status(MailError::Unavailable("away".into())), 503);
        assert_eq!(status(MailError::Failed("refused".into())), 500);
        assert_eq!(status(MailError::NoBackend), 500);
    }
}
