//! `CsrfError`: why a request was refused.

use std::fmt;

use vestibule_macros::ErrorStatus;

use super::MalformedToken;

/// Why a request was refused: answered with 403, and with these words in the log and, in a debug build,
/// on the page. They never hold a secret or a token.
#[derive(Clone, Debug, PartialEq, Eq, ErrorStatus)]
#[status(403)]
#[non_exhaustive]
pub enum CsrfError {
    /// The `Origin` is neither this site nor one of `csrf_trusted_origins`.
    BadOrigin {
        /// As it was sent.
        origin: String,
    },
    /// Over HTTPS, neither `Origin` nor `Referer` was sent.
    NoReferer,
    /// The `Referer` is no address with a scheme and a host.
    MalformedReferer,
    /// The `Referer` is a page that was not sent over HTTPS, where anyone on the way may have changed it.
    InsecureReferer,
    /// The `Referer` is neither of this site nor of one of `csrf_trusted_origins`.
    BadReferer {
        /// Its host and port; the rest of the address may hold what is not for the log.
        host: String,
    },
    /// The browser has brought no secret.
    NoCookie,
    /// What it has brought is none.
    MalformedCookie(MalformedToken),
    /// Neither the form nor the headers hold a token.
    NoToken,
    /// What one of them holds is none.
    MalformedToken(MalformedToken, TokenSource),
    /// It is a token of another secret.
    WrongToken(TokenSource),
}

/// Where a token came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenSource {
    /// The form's field `csrfmiddlewaretoken`.
    Form,
    /// The header `csrf_header_name`.
    Header,
}

impl fmt::Display for CsrfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CSRF check failed: ")?;
        match self {
            Self::BadOrigin { origin } => {
                write!(f, "the origin `{origin}` is neither this site nor in `csrf_trusted_origins`")
            }
            Self::NoReferer => f.write_str("a secure request without Origin and without Referer"),
            Self::MalformedReferer => f.write_str("the Referer has no scheme or no host"),
            Self::InsecureReferer => f.write_str("a secure request from a page that is not secure"),
            Self::BadReferer { host } => {
                write!(f, "the referring host `{host}` is neither this site nor in `csrf_trusted_origins`")
            }
            Self::NoCookie => f.write_str("the browser sent no secret"),
            Self::MalformedCookie(why) => write!(f, "the secret in the cookie {why}"),
            Self::NoToken => f.write_str(
                "no token in the form or the headers: `{{ csrf_input }}` puts it into a form, and scripts send it in the \
                 header of `csrf_header_name`",
            ),
            Self::MalformedToken(why, source) => write!(f, "the token in the {source} {why}"),
            Self::WrongToken(source) => {
                write!(f, "the token in the {source} does not fit the browser's secret")
            }
        }
    }
}

impl std::error::Error for CsrfError {}

impl fmt::Display for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "form",
            Self::Header => "headers",
        })
    }
}

impl fmt::Display for MalformedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "has neither 32 nor 64 characters",
            Self::Characters => "has other characters than letters and digits",
        })
    }
}

impl std::error::Error for MalformedToken {}
