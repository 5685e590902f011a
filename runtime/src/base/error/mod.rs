//! `Error`: what a view, hook or extractor fails with, and the status it becomes.
//!
//! One opaque type at the edge: any `std::error::Error` turns into it with `?` and is answered as
//! a 500, or as its type says in the table of `meaning`; the constructors below make those that mean
//! something else. What the client sees is the status, and of a 403 or 404 the message if the
//! application's own page shows it (see `error_pages`); the message and its causes go to the log.

mod boxed;
mod meaning;
mod told;

pub use meaning::{ErrorEntry, ErrorStatus, IsError, Meaning, VESTIBULE_ERRORS_0_1};
pub(crate) use told::{Told, Wrong};

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

/// A boxed error of any kind, as the ecosystem spells it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a request could not be answered as asked.
///
/// It does not implement `std::error::Error`, so that every type that does can become one by `?`. Its
/// status is then 500, or what [`ErrorStatus`](macro@crate::ErrorStatus) says above the type.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/articles/{name}/")]
/// async fn article(name: String) -> Result<String> {
///     if name != "hello" {
///         return Err(Error::not_found("no article of this name"));
///     }
///     let text = std::fs::read_to_string("/nowhere/hello.txt")?;
///     Ok(text)
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/articles/bye/").await.status(), 404);
///
/// let response = client.get("/articles/hello/").await;
/// assert_eq!(response.status(), 500);
/// assert!(response.errors()[0].contains("No such file"), "the log says why, the client does not learn it");
/// # Ok(()) })? }
/// ```
///
/// # Which is which
///
/// | made by | status | Django |
/// |---|---|---|
/// | `?` on any error | 500, or what its type says | |
/// | [`Error::not_found`] | 404 | `Http404` |
/// | [`Error::permission_denied`] | 403 | `PermissionDenied` |
/// | [`Error::bad_request`] | 400 | `BadRequest` |
/// | [`Error::suspicious`] | 400 | `SuspiciousOperation` |
/// | [`Error::missing`] | the one that is named; `None` in an `Option` | |
/// | [`Error::internal`] | 500 | |
/// | [`Error::new`] | the one that is named | |
///
/// ```
/// use vestibule::Error;
/// use vestibule::http::StatusCode;
///
/// let error = Error::new(StatusCode::CONFLICT, "somebody else has saved it");
/// assert_eq!(error.status(), 409);
///
/// let cause = "x".parse::<u32>().unwrap_err();
/// let error = Error::bad_request("the page is no number").caused_by(cause);
/// assert_eq!(error.to_string(), "the page is no number");
/// assert_eq!(error.source().unwrap().to_string(), "invalid digit found in string");
/// assert!(Error::not_found("no such page").is_not_found());
/// ```
///
/// Before it becomes an answer `process_exception` of the middlewares sees it ([`middleware`](mod@crate::middleware) has an
/// example). The page is the application's own `404.html`, `500.html` …, if there is one ([`render!`](crate::render)).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: Kind,
    message: Cow<'static, str>,
    source: Option<BoxError>,
    told: Option<Told>,
    retry_after: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    NotFound,
    PermissionDenied,
    BadRequest,
    Suspicious,
    /// What an extractor was asked for is not in the request: `Option<…>` turns it into `None`.
    Missing(StatusCode),
    MethodNotAllowed(String),
    Status(StatusCode),
    /// With file and line, if they are known.
    Panic(Option<String>),
    Internal,
}

impl Error {
    /// 404: there is nothing here. Django's `Http404`.
    pub fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::NotFound, message)
    }

    /// 403: the visitor may not. Django's `PermissionDenied`.
    pub fn permission_denied(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::PermissionDenied, message)
    }

    /// 400: the request makes no sense. Django's `BadRequest`.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::BadRequest, message)
    }

    /// 400, logged as an error: someone is trying something. Django's `SuspiciousOperation`.
    pub fn suspicious(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::Suspicious, message)
    }

    /// The request does not carry what an extractor wants. `Option<T>` of that extractor is then
    /// `None`; without the `Option` the answer is `status`.
    pub fn missing(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::Missing(status), message)
    }

    /// 500: our own mistake.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::Internal, message)
    }

    /// Any other status: `Error::new(StatusCode::CONFLICT, "somebody else has saved it")`.
    pub fn new(status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Kind::Status(status), message)
    }

    pub(crate) fn method_not_allowed(allow: impl Into<String>) -> Self {
        Self::of(Kind::MethodNotAllowed(allow.into()), "method not allowed")
    }

    /// `place` is file and line: `src/views.rs:31`.
    pub(crate) fn panic(message: String, place: Option<String>) -> Self {
        Self::of(Kind::Panic(place), message)
    }

    /// 500: a layer that has to be outside of who asks for its work is not there.
    pub(crate) fn not_passed(middleware: &str) -> Self {
        Self::internal(format!(
            "this request has not passed `{middleware}`: it belongs in `app!`, and into `after(…)` of a middleware \
             that needs it"
        ))
    }

    /// The same error, whose message begins with where it was.
    pub(crate) fn within(mut self, place: fmt::Arguments<'_>) -> Self {
        self.inner.message = format!("{place} {}", self.inner.message).into();
        self
    }

    /// Adds the error that caused this one; it is logged, and never shown to a client.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Adds when the client may ask again: the answer has a `Retry-After` of whole seconds, rounded up (RFC 9110
    /// section 10.2.3).
    ///
    /// ```
    /// use std::time::Duration;
    /// use vestibule::Error;
    /// use vestibule::http::StatusCode;
    ///
    /// let busy = Error::new(StatusCode::TOO_MANY_REQUESTS, "one report a minute")
    ///     .with_retry_after(Duration::from_secs(60));
    /// assert_eq!(busy.retry_after(), Some(Duration::from_secs(60)));
    /// ```
    #[must_use]
    pub fn with_retry_after(mut self, pause: Duration) -> Self {
        self.inner.retry_after = Some(pause);
        self
    }

    /// When the client may ask again, if that has been said.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Adds what a program that asks for JSON may read of it.
    pub(crate) fn telling(mut self, told: Told) -> Self {
        self.inner.told = Some(told);
        self
    }

    /// What such a program may read of it.
    pub(crate) fn told(&self) -> Option<&Told> {
        self.inner.told.as_ref()
    }

    fn of(kind: Kind, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                source: None,
                told: None,
                retry_after: None,
            }),
        }
    }

    /// The status this error is answered with.
    pub fn status(&self) -> StatusCode {
        match &self.inner.kind {
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::PermissionDenied => StatusCode::FORBIDDEN,
            Kind::BadRequest | Kind::Suspicious => StatusCode::BAD_REQUEST,
            Kind::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Kind::Missing(status) | Kind::Status(status) => *status,
            Kind::Panic(_) | Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether it was made by [`Error::not_found`], by a path that no view answers, or of an error whose type says 404.
    pub fn is_not_found(&self) -> bool {
        self.inner.kind == Kind::NotFound
    }

    /// Whether it was made by [`Error::permission_denied`], or of an error whose type says 403.
    pub fn is_permission_denied(&self) -> bool {
        self.inner.kind == Kind::PermissionDenied
    }

    /// Whether it was made by [`Error::suspicious`], or of an error whose type says so.
    pub fn is_suspicious(&self) -> bool {
        self.inner.kind == Kind::Suspicious
    }

    /// Whether it was made by [`Error::missing`].
    pub fn is_missing(&self) -> bool {
        matches!(self.inner.kind, Kind::Missing(_))
    }

    /// Whether a view, hook, guard, extractor or template panicked.
    pub fn is_panic(&self) -> bool {
        matches!(self.inner.kind, Kind::Panic(_))
    }

    /// The error that caused this one, if one did.
    pub fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }

    /// File and line of a panic, if they are known.
    pub(crate) fn panic_place(&self) -> Option<&str> {
        match &self.inner.kind {
            Kind::Panic(place) => place.as_deref(),
            _ => None,
        }
    }

    /// The `Allow` header of a 405.
    pub(crate) fn allow(&self) -> Option<&str> {
        match &self.inner.kind {
            Kind::MethodNotAllowed(allow) => Some(allow),
            _ => None,
        }
    }

    /// This error and its causes in one line, for the log.
    pub(crate) fn chain(&self) -> String {
        joined(self.to_string(), self.source())
    }

    /// The errors below this one, outermost first; what the one before has said already is left out.
    pub(crate) fn causes(&self) -> Vec<String> {
        causes(self.to_string(), self.source())
    }
}

/// As [`Error::chain`], for any other error.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    joined(error.to_string(), error.source())
}

fn joined(first: String, cause: Option<&(dyn std::error::Error + 'static)>) -> String {
    let causes = causes(first.clone(), cause);
    std::iter::once(first).chain(causes).collect::<Vec<_>>().join(": ")
}

fn causes(mut said: String, mut cause: Option<&(dyn std::error::Error + 'static)>) -> Vec<String> {
    let mut causes = Vec::new();
    while let Some(error) = cause {
        let text = error.to_string();
        // Many libraries repeat their cause in their own text: say it once.
        if !said.ends_with(&text) {
            causes.push(text.clone());
        }
        said = text;
        cause = error.source();
    }
    causes
}

/// This level only; causes are in [`Error::source`].
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("status", &self.status().as_u16())
            .field("message", &self.inner.message)
            .field("source", &self.inner.source)
            .finish()
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let kind = Kind::from(Meaning::of(&error));
        let message = error.to_string();
        let source = Some(Box::new(error) as BoxError);
        Self {
            inner: Box::new(Inner {
                kind,
                message: Cow::Owned(message),
                source,
                told: None,
                retry_after: None,
            }),
        }
    }
}

impl From<Meaning> for Kind {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Suspicious => Self::Suspicious,
            Meaning::Status(StatusCode::NOT_FOUND) => Self::NotFound,
            Meaning::Status(StatusCode::FORBIDDEN) => Self::PermissionDenied,
            Meaning::Status(StatusCode::BAD_REQUEST) => Self::BadRequest,
            Meaning::Status(StatusCode::INTERNAL_SERVER_ERROR) => Self::Internal,
            Meaning::Status(status) => Self::Status(status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_line_names_each_cause_once() {
        let cause = std::io::Error::other("disk full");
        let error = Error::internal("cannot save").caused_by(cause);

        assert_eq!(error.chain(), "cannot save: disk full");
        assert_eq!(Error::from(std::io::Error::other("disk full")).chain(), "disk full");
    }

    #[test]
    fn any_std_error_is_a_500() {
        fn fails() -> Result<(), Error> {
            "x".parse::<u8>()?;
            Ok(())
        }

        assert_eq!(fails().unwrap_err().status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
