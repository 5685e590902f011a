//! The secret that a browser is given against forged requests, the tokens made of it, and where both are kept. Who
//! checks them is the room [`csrf`](crate::csrf).

mod error;
mod secret;
pub(crate) mod session;
mod settings;
mod slot;
mod trusted;

pub use error::{CsrfError, TokenSource};
pub use secret::{MalformedToken, Secret};

pub(crate) use settings::CsrfSettings;
pub(crate) use slot::{CsrfSlot, Tokens};
pub(crate) use trusted::is_same_domain;

use http::Method;

/// The form's field.
pub(crate) const FIELD: &str = "csrfmiddlewaretoken";

/// Whether requests of this method change nothing, in whatever case it is written (RFC 9110 section
/// 9.2.1). Methods that nobody knows may do anything.
#[inline]
pub(crate) fn is_safe(method: &Method) -> bool {
    *method == Method::GET
        || ["GET", "HEAD", "OPTIONS", "TRACE"].iter().any(|safe| method.as_str().eq_ignore_ascii_case(safe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_to_be_safe_is_not() {
        for method in ["GET", "head", "Options", "TRACE"] {
            assert!(is_safe(&method.parse().unwrap()), "{method}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE", "CONNECT", "BREW", "GETS", "QUERY"] {
            assert!(!is_safe(&method.parse().unwrap()), "{method}");
        }
    }
}
