//! What names a header.

use http::HeaderName;

/// What [`Response::with_header`](crate::Response::with_header) takes as a name: a text, or a
/// [`HeaderName`] such as those of [`http::header`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no name of a header",
    label = "not a header's name",
    note = "give a text, or an `http::HeaderName`"
)]
pub trait IntoHeaderName {
    /// The name.
    ///
    /// # Errors
    ///
    /// The text, if it is none: empty, or with anything else than letters, digits and ``!#$%&'*+-.^_`|~``
    /// (RFC 9110 section 5.6.2).
    fn into_header_name(self) -> Result<HeaderName, String>;
}

impl IntoHeaderName for HeaderName {
    fn into_header_name(self) -> Result<HeaderName, String> {
        Ok(self)
    }
}

impl IntoHeaderName for &HeaderName {
    fn into_header_name(self) -> Result<HeaderName, String> {
        Ok(self.clone())
    }
}

impl IntoHeaderName for &str {
    fn into_header_name(self) -> Result<HeaderName, String> {
        HeaderName::from_bytes(self.as_bytes()).map_err(|_| self.to_owned())
    }
}

impl IntoHeaderName for String {
    fn into_header_name(self) -> Result<HeaderName, String> {
        self.as_str().into_header_name()
    }
}

impl IntoHeaderName for &String {
    fn into_header_name(self) -> Result<HeaderName, String> {
        self.as_str().into_header_name()
    }
}
