//! Redirects.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};

use super::Response;
use crate::base::error::Error;
use crate::base::urls;

/// Longest target in characters (Django, `http/response.py`).
const MAX_TARGET: usize = 16_384;

/// What [`redirect`] sends browsers to: every text, such as a `&str` or a `String`.
#[diagnostic::on_unimplemented(
    message = "a redirect goes to an address, and this is none",
    label = "not an address",
    note = "the address of a view is made by its `url`: `redirect(article::url(…))`, with what stands in braces in its path",
    note = "otherwise write a text: `redirect(\"/login/\")`"
)]
pub trait RedirectTarget {
    /// The address.
    fn as_target(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> RedirectTarget for T {
    fn as_target(&self) -> &str {
        self.as_ref()
    }
}

/// Sends the browser to `target` with 302: a URL made by a view's `url(…)`, a path, or an absolute
/// address of scheme http, https or ftp.
///
/// `Location` is the target with what no URL may hold percent-encoded; nothing is made absolute.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(POST, "/articles/")]
/// async fn save() -> Result {
///     redirect(article::url(2026, "a b"))
/// }
///
/// #[view(GET, "/articles/{year}/{slug}/")]
/// async fn article(year: u16, slug: String) -> String {
///     format!("{slug}, of {year}")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// let response = client.post("/articles/", &[]).await;
/// assert_eq!((response.status(), response.location()), (302, Some("/articles/2026/a%20b/")));
/// # Ok(()) })? }
/// ```
///
/// # Errors
///
/// 400 if the target is longer than 16,384 characters or has another scheme (Django's
/// `DisallowedRedirect`). Whether a target that a visitor named is one of this site is another
/// question: [`urls::url_has_allowed_host_and_scheme`].
pub fn redirect(target: impl RedirectTarget) -> Result<Response, Error> {
    response(StatusCode::FOUND, target.as_target())
}

/// The same with 301: browsers and caches remember it.
///
/// # Errors
///
/// As [`redirect`].
pub fn redirect_permanent(target: impl RedirectTarget) -> Result<Response, Error> {
    response(StatusCode::MOVED_PERMANENTLY, target.as_target())
}

/// The same with another status: 303, which turns a POST into a GET everywhere; 307 and 308, which keep the
/// method and the body (Django's `preserve_request`), the second one for good.
///
/// ```
/// use vestibule::http::StatusCode;
/// use vestibule::redirect_with;
///
/// let response = redirect_with(StatusCode::TEMPORARY_REDIRECT, "/elsewhere/")?;
/// assert_eq!(response.status(), 307);
/// assert!(redirect_with(StatusCode::OK, "/elsewhere/").is_err());
/// assert!(redirect_with(StatusCode::SEE_OTHER, "javascript:alert(1)").is_err());
/// # Ok::<(), vestibule::Error>(())
/// ```
///
/// # Errors
///
/// As [`redirect`]; 500 if it is no status of a redirect.
pub fn redirect_with(status: StatusCode, target: impl RedirectTarget) -> Result<Response, Error> {
    match status.as_u16() {
        301 | 302 | 303 | 307 | 308 => response(status, target.as_target()),
        other => Err(Error::internal(format!("{other} is no status of a redirect"))),
    }
}

fn response(status: StatusCode, target: &str) -> Result<Response, Error> {
    if target.chars().count() > MAX_TARGET {
        return Err(Error::suspicious(format!("a redirect target is longer than {MAX_TARGET} characters")));
    }
    let location = urls::iri_to_uri(target);
    // Of what was given: escaped, `java\nscript:` has no scheme, and browsers see no line breaks.
    let split = urls::urlsplit(target);
    let scheme = split.map_err(|_| Error::suspicious("a redirect target is no address"))?.scheme;
    if !matches!(scheme.as_str(), "" | "http" | "https" | "ftp") {
        return Err(Error::suspicious(format!(
            "a redirect may not go to the scheme `{}`",
            scheme.escape_debug()
        )));
    }
    let location = HeaderValue::try_from(location.as_ref()).map_err(|error| {
        Error::internal("a redirect target cannot be written as a header").caused_by(error)
    })?;
    let mut response = Response::html("").with_status(status);
    response.layer_headers_mut().insert(LOCATION, location);
    Ok(response)
}
