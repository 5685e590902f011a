//! What goes back: status, headers, cookies, body.
//!
//! A [`Response`] is plain data until the server sends it. Its body may be complete, a stream, or
//! a template that has not been rendered yet (see [`TemplateResponse`]), so that middlewares can
//! still change its name and context on the way out.

mod body;
mod caching;
mod conditional;
mod ending;
mod file;
mod frames;
mod header_maps;
mod header_name;
mod header_value;
mod interop;
mod into_response;
mod json;
mod redirect;
mod robots;
mod server_end;
mod streaming;
mod template;
#[cfg(feature = "websocket")]
mod upgrade;

pub use body::Body;
pub use caching::CacheControl;
pub use file::FileResponse;
pub use header_name::IntoHeaderName;
pub use header_value::IntoHeaderValue;
pub use into_response::IntoResponse;
pub use json::Json;
pub use redirect::{RedirectTarget, redirect, redirect_permanent, redirect_with};
pub use streaming::{IntoChunk, StreamWriter, StreamingResponse};
pub use template::{PostRenderCallback, TemplateResponse};

pub(crate) use conditional::{Conditions, Unsent, entity_tag};
pub(crate) use header_maps::give_back as give_back_headers;
pub(crate) use robots::X_ROBOTS_TAG;
pub(crate) use server_end::{ServerEnd, UntilServerEnd};
#[cfg(feature = "websocket")]
pub(crate) use upgrade::{Upgrade, UpgradedIo};

use std::fmt;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, SET_COOKIE};
use http::{Extensions, StatusCode};

use crate::base::clock::{Clock, Timestamp};
use crate::base::error::Error;
use crate::web::cookies::{CookieError, CookieJar, SetCookie};

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// A view's answer, or the error that takes its place.
pub type Result<T = Response, E = Error> = std::result::Result<T, E>;

/// An answer: status, headers, cookies and a body.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// use vestibule::http::StatusCode;
///
/// # vestibule::app! {}
/// #[view(POST, "/theme/{name}/")]
/// async fn choose(name: String) -> Result {
///     let mut response = Response::html("<p>Chosen.</p>").with_status(StatusCode::CREATED);
///     response.set_cookie(("theme", name))?;
///     Ok(response.with_header("X-Themes", 2))
/// }
///
/// #[view(GET, "/theme/")]
/// async fn forget() -> Result {
///     let mut response = Response::json(&["light", "dark"])?;
///     response.delete_cookie("theme")?;
///     Ok(response)
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// let response = client.post("/theme/dark/", &[]).await;
/// assert_eq!((response.status(), response.header("X-Themes")), (201, Some("2")));
/// assert_eq!(client.cookie("theme"), Some("dark"));
///
/// assert_eq!(client.get("/theme/").await.text(), r#"["light","dark"]"#);
/// assert_eq!(client.cookie("theme"), None);
/// # Ok(()) })? }
/// ```
///
/// Views may also return what becomes one: text, [`Json`], a status, a `Result` of these ([`IntoResponse`]). A page
/// from a template is [`render!`](crate::render), an answer that leads elsewhere [`redirect`].
///
/// # How it is sent
///
/// The server frames it (RFC 9112 section 6), whatever the headers say:
///
/// - `Content-Length` is that of the body: counted for a whole one, and where it says something else, that is put right
///   and logged. A stream may declare its length with it, and is held to it: a longer one is cut, a shorter one breaks
///   off, and the log says so.
/// - An answer to HEAD is sent without its body, as are 204, 205 and 304. A stream is then dropped unread.
/// - `Connection: close` has the connection closed on HTTP/1. Other fields about the connection (`Keep-Alive`,
///   `Upgrade`, `Transfer-Encoding: chunked` …) are left out.
/// - A status below 200, another transfer coding, or a header that cannot be sent, is a mistake: the answer is a 500,
///   and the log names the view.
pub struct Response {
    // Boxed, because it is moved through every layer, several times in each: a pointer is cheaper
    // to move than a map of headers, by more than the allocation costs.
    parts: Box<Parts>,
}

struct Parts {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    cookies: Option<Cookies>,
    extensions: Extensions,
    has_foreign_headers: bool,
    refused_header: Option<Box<str>>,
    /// Whether its bytes are a file's, which are sent as they are.
    is_file: bool,
}

/// The cookies of a response.
#[derive(Default)]
struct Cookies {
    jar: CookieJar,
    /// Those to be signed when the response leaves.
    unsigned: Vec<Unsigned>,
}

impl Cookies {
    /// Another cookie has taken the place of one that was to be signed.
    #[inline(always)]
    fn forget_unsigned(&mut self, place: usize) {
        if let Some(index) = self.unsigned.iter().position(|unsigned| unsigned.place == place) {
            self.unsigned.remove(index);
        }
    }
}

/// A cookie to be signed, which holds its place in the jar.
struct Unsigned {
    place: usize,
    cookie: SetCookie,
    salt: String,
}

/// The cookies of an answer that another takes the place of.
pub(crate) struct ResponseCookies(Option<Cookies>);

impl Response {
    /// 200 with a body of the given content type.
    ///
    /// ```
    /// use vestibule::Response;
    /// use vestibule::http::HeaderValue;
    ///
    /// let response = Response::new(HeaderValue::from_static("text/csv"), "name,age\ngary,42\n");
    /// assert_eq!(response.headers()["content-type"], "text/csv");
    /// ```
    pub fn new(content_type: HeaderValue, body: impl Into<Body>) -> Self {
        let mut response = Self::bare(StatusCode::OK, body.into());
        response.parts.headers.insert(CONTENT_TYPE, content_type);
        response
    }

    /// Without a header.
    fn bare(status: StatusCode, body: Body) -> Self {
        // Made where it stays: `Box::new` would move what has been made before, which is some 100 instructions.
        let parts = Box::write(
            Box::new_uninit(),
            Parts {
                status,
                headers: header_maps::take(),
                body,
                cookies: None,
                extensions: Extensions::default(),
                has_foreign_headers: false,
                refused_header: None,
                is_file: false,
            },
        );
        Self { parts }
    }

    /// 200, `text/html; charset=utf-8`. The text is sent as it is: escape what users wrote, or use
    /// a template, which does.
    pub fn html(text: impl Into<String>) -> Self {
        Self::new(HTML, text.into())
    }

    /// 200, `text/plain; charset=utf-8`.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(TEXT, text.into())
    }

    /// 200, `text/plain; charset=utf-8`, for text known at compile time: nothing is copied.
    pub fn text_static(text: &'static str) -> Self {
        Self::new(TEXT, Bytes::from_static(text.as_bytes()))
    }

    /// 200, `application/json`: compact, UTF-8.
    ///
    /// ```
    /// use vestibule::Response;
    ///
    /// let response = Response::json(&["light", "dark"])?;
    /// assert_eq!(response.body().as_bytes(), Some(br#"["light","dark"]"#.as_slice()));
    /// # Ok::<(), vestibule::Error>(())
    /// ```
    ///
    /// A view that answers nothing else may return [`Json`].
    ///
    /// # Errors
    ///
    /// If `value` cannot be serialised: a map whose keys are no text, or its own `Serialize` fails.
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        json::response(value)
    }

    /// 200, `application/octet-stream`.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(BYTES, bytes.into())
    }

    /// 200, `application/octet-stream`: chunks as they come, without `Content-Length`. An error of
    /// the stream ends the connection, since the status has been sent by then.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use futures_util::stream;
    ///
    /// #[view(GET, "/countdown/")]
    /// async fn countdown() -> Response {
    ///     Response::stream(stream::iter(["3\n", "2\n", "1\n"])).with_header("Content-Type", "text/plain")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.get("/countdown/").await;
    /// assert_eq!(response.text(), "3\n2\n1\n");
    /// assert_eq!(response.header("Content-Length"), None);
    /// # Ok(()) })? }
    /// ```
    ///
    /// What a function writes, and what a stream may hold, says [`StreamingResponse`]; events for a page's script are an
    /// [`EventStream`](crate::sse::EventStream).
    pub fn stream<S>(stream: S) -> Self
    where
        S: Stream<Item: IntoChunk> + Send + 'static,
    {
        Self::new(BYTES, Body::stream(stream))
    }

    /// The file at `path`: [`FileResponse::open`], which says all that it does.
    ///
    /// The path is taken as it is: never pass on what a client wrote.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/manifest/")]
    /// async fn manifest() -> Result {
    ///     Response::file("Cargo.toml").await
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.get("/manifest/").await;
    /// assert!(response.text().starts_with("[package]"));
    /// assert_eq!(response.header("Content-Disposition"), Some(r#"inline; filename="Cargo.toml""#));
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// 404 if there is no such file or it is a folder; 500 if it cannot be read.
    pub async fn file(path: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        FileResponse::open(path).await.map(Self::from)
    }

    /// An empty answer with this status: `Response::empty(StatusCode::NO_CONTENT)`.
    pub fn empty(status: StatusCode) -> Self {
        Self::bare(status, Body::default())
    }

    /// The same answer with another status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.parts.status = status;
        self
    }

    /// The same answer with a header, which replaces one of that name: `with_header("X-Kind", "a")`. Text beyond
    /// Latin-1 is encoded as in mail (RFC 2047).
    ///
    /// A name that is none, or a text with a control character, is a mistake that the answer keeps: it is 500 in place
    /// of what it would have been, and the log says which header. A view's mistake is the view's error, which
    /// `process_exception` sees. So nothing that a visitor wrote becomes a header line of its own, and nothing is
    /// lost unsaid. Who wants to know at once asks [`IntoHeaderValue`].
    ///
    /// ```
    /// use vestibule::Response;
    /// use vestibule::http::header::{CACHE_CONTROL, HeaderName};
    ///
    /// let response = Response::text("")
    ///     .with_header("X-Kind", "a")
    ///     .with_header(CACHE_CONTROL, "no-store")
    ///     .with_header(HeaderName::from_static("x-count"), 3);
    /// assert_eq!(response.headers()["x-kind"], "a");
    /// assert_eq!(response.headers()["x-count"], "3");
    /// ```
    #[must_use]
    pub fn with_header(mut self, name: impl IntoHeaderName, value: impl IntoHeaderValue) -> Self {
        match (name.into_header_name(), value.into_header_value()) {
            (Ok(name), Some(value)) => {
                self.headers_mut().insert(name, value);
            }
            (Ok(name), None) => self.refuse_header(format!("a control character in header `{name}`")),
            (Err(text), _) => {
                self.refuse_header(format!("`{}` as a header's name", text.escape_debug()));
            }
        }
        self
    }

    #[cold]
    fn refuse_header(&mut self, mistake: String) {
        self.parts.has_foreign_headers = true;
        self.parts.refused_header.get_or_insert(mistake.into());
    }

    /// What was wrong with a header that it should have had, in words that follow "answered with".
    pub(crate) fn refused_header(&self) -> Option<&str> {
        self.parts.refused_header.as_deref()
    }

    /// The status; [`Response::with_status`] changes it.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The headers, without the cookies.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The headers, to change.
    ///
    /// Those that frame the answer are the server's: a `Content-Length` is compared with the body, and fields of the
    /// connection are left out. [`Response`] says what becomes of which.
    ///
    /// [`Response::with_header`] replaces a header; this is for one of several lines.
    ///
    /// ```
    /// use vestibule::Response;
    /// use vestibule::http::HeaderValue;
    ///
    /// let mut response = Response::text("");
    /// let link = |text| HeaderValue::from_static(text);
    /// response.headers_mut().append("link", link("</a.css>; rel=preload"));
    /// response.headers_mut().append("link", link("</b.css>; rel=preload"));
    /// assert_eq!(response.headers().get_all("link").iter().count(), 2);
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.parts.has_foreign_headers = true;
        &mut self.parts.headers
    }

    /// Whether it is a file, whose bytes may be counted in ranges: nothing changes them on the way.
    pub(crate) fn is_file(&self) -> bool {
        self.parts.is_file
    }

    /// Whether nothing is to be done with its body before it leaves a layer.
    #[inline]
    pub(crate) fn is_ready(&self) -> bool {
        self.parts.body.is_ready()
    }

    /// The same for layers of ours, that put in no field of the frame but the right length.
    pub(crate) fn layer_headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.parts.headers
    }

    /// Whether someone has had the headers in hand who may have put anything into them.
    pub(crate) fn has_foreign_headers(&self) -> bool {
        self.parts.has_foreign_headers
    }

    /// The body.
    pub fn body(&self) -> &Body {
        &self.parts.body
    }

    /// Puts another body in place. A `Content-Length` that was set goes with the old one; that of the new one
    /// is counted when the response is sent.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.replace_body(body.into());
        self.parts.is_file = false;
        self.parts.headers.remove(CONTENT_LENGTH);
    }

    /// Puts another body in place and hands out the one that was there; the headers stay.
    pub(crate) fn replace_body(&mut self, body: Body) -> Body {
        std::mem::replace(&mut self.parts.body, body)
    }

    /// Values that layers leave for one another; never sent.
    pub fn extensions(&self) -> &Extensions {
        &self.parts.extensions
    }

    /// The same, to change.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.parts.extensions
    }

    /// Says that the answer depends on this request header: `Vary: Cookie`.
    ///
    /// What a cache keeps is then given only to requests that have the same value there. A name that is there already is not
    /// written twice.
    ///
    /// ```
    /// use vestibule::Response;
    ///
    /// let mut response = Response::text("");
    /// response.vary_on("Accept-Language");
    /// response.vary_on("Cookie");
    /// response.vary_on("cookie");
    /// assert_eq!(response.headers()["vary"], "Accept-Language, Cookie");
    /// ```
    pub fn vary_on(&mut self, name: impl AsRef<str>) {
        crate::base::headers::vary_on(&mut self.parts.headers, name);
    }

    // --- cookies -----------------------------------------------------------------------------

    /// Sends a cookie: a `("name", "value")`, a [`cookie::Cookie`] or a [`SetCookie`].
    ///
    /// Setting it again replaces the value in place and keeps the attributes that the new
    /// cookie does not name, as in Django. `Path` is `/` unless the cookie says otherwise.
    ///
    /// Browsers keep cookies of one name apart that differ in path or domain (RFC 6265 section 5.3), and so does a
    /// response: each is a line of its own, in the order in which they were first set. (Django has one line for
    /// each name, so that one of them is lost.) A domain that is not named is that of before; `domain("")` says
    /// that it is the very host.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::time::Duration;
    /// use vestibule::cookies::SameSite;
    ///
    /// #[view(GET, "/")]
    /// async fn index() -> Result {
    ///     let mut response = Response::text("");
    ///     response.set_cookie(("theme", "dark"))?.set_cookie(
    ///         SetCookie::new("beta", "yes").max_age(Duration::from_secs(3600)).same_site(SameSite::Strict),
    ///     )?;
    ///     Ok(response)
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.get("/").await;
    /// assert_eq!(response.set_cookie("theme"), Some("theme=dark; Path=/"));
    /// assert!(response.set_cookie("beta").unwrap().ends_with("Max-Age=3600; Path=/; SameSite=Strict"));
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// If the name is no token or an attribute's name, the value holds a character above U+00FF, or
    /// a path or domain one that browsers refuse ([`CookieError`]). The response is then unchanged.
    pub fn set_cookie(&mut self, cookie: impl Into<SetCookie>) -> Result<&mut Self, CookieError> {
        self.set_cookie_at(cookie.into(), Clock::system().now())
    }

    /// Sends a signed cookie: readable by its holder, but not changeable. Read it back with
    /// [`Request::get_signed_cookie`](crate::Request::get_signed_cookie) under the same salt, which
    /// may be empty.
    ///
    /// The value on the wire is `value:timestamp:signature` (Django, `core/signing.py`). It is
    /// signed when the response leaves, since only the application knows its key.
    ///
    /// # Errors
    ///
    /// As [`Response::set_cookie`].
    pub fn set_signed_cookie(
        &mut self,
        cookie: impl Into<SetCookie>,
        salt: &str,
    ) -> Result<&mut Self, CookieError> {
        let cookie = cookie.into();
        // The unsigned one holds its place among the others, and shows what is wrong with it.
        let (cookies, now) = (self.parts.cookies.get_or_insert_default(), Clock::system().now());
        let place = cookies.jar.set_apart(cookie.clone(), now)?;
        cookies.forget_unsigned(place);
        cookies.unsigned.push(Unsigned { place, cookie, salt: salt.to_owned() });
        Ok(self)
    }

    pub(crate) fn set_cookie_at(
        &mut self,
        cookie: SetCookie,
        now: Timestamp,
    ) -> Result<&mut Self, CookieError> {
        let cookies = self.parts.cookies.get_or_insert_default();
        let place = cookies.jar.set_apart(cookie, now)?;
        cookies.forget_unsigned(place);
        Ok(self)
    }

    /// Tells the browser to forget the cookie of this name, path `/` and no domain. One of another path or domain
    /// that this response sets is still set.
    ///
    /// # Errors
    ///
    /// If the name is none that a cookie may have.
    pub fn delete_cookie(&mut self, name: &str) -> Result<&mut Self, CookieError> {
        self.delete_cookie_at(name, Some("/"), None, None)
    }

    /// The same for a cookie that was set with a path, domain or SameSite of its own: a browser
    /// forgets only the one whose path and domain are the same.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/shop/leave/")]
    /// async fn leave() -> Result {
    ///     let mut response = Response::text("");
    ///     response.delete_cookie_at("cart", Some("/shop/"), Some("example.com"), None)?;
    ///     Ok(response)
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.post("/shop/leave/", &[]).await;
    /// assert!(response.set_cookie("cart").unwrap().ends_with("Domain=example.com; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/shop/"));
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Response::set_cookie`].
    pub fn delete_cookie_at(
        &mut self,
        name: &str,
        path: Option<&str>,
        domain: Option<&str>,
        same_site: Option<&str>,
    ) -> Result<&mut Self, CookieError> {
        let cookies = self.parts.cookies.get_or_insert_default();
        let place = cookies.jar.delete_apart(name, path, domain, same_site)?;
        cookies.forget_unsigned(place);
        Ok(self)
    }

    pub(crate) fn take_cookies(&mut self) -> ResponseCookies {
        ResponseCookies(self.parts.cookies.take())
    }

    /// Puts those in place that another answer had.
    pub(crate) fn put_cookies(&mut self, cookies: ResponseCookies) {
        self.parts.cookies = cookies.0;
    }

    // --- on the way out ----------------------------------------------------------------------

    /// The answer as the rest of the ecosystem has it: cookies have become headers, after all others, and those to be
    /// signed are signed with the application's key.
    ///
    /// Every answer becomes this when it has left all layers; calling it is for handing one to other code before. A
    /// template must be rendered by then ([`TemplateResponse`]): the body of one that is not fails.
    pub fn into_http(self, request: &crate::web::request::Request) -> http::Response<Body> {
        let Parts { status, mut headers, body, cookies, extensions, .. } = *self.parts;
        if let Some(cookies) = cookies {
            let Cookies { mut jar, unsigned } = cookies;
            for Unsigned { place, cookie, salt } in unsigned {
                let signed = crate::web::cookies::sign_cookie(cookie, &salt, request.keys(), request.now());
                // The same cookie was accepted unsigned, and a signature adds only ASCII.
                if let Err(error) = jar.rewrite(place, signed, request.now()) {
                    tracing::error!(target: "vestibule::response", "a signed cookie was not sent: {error}");
                }
            }
            for header in jar.into_headers() {
                headers.append(SET_COOKIE, header);
            }
        }
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        *response.extensions_mut() = extensions;
        response
    }
}

/// 200 with an empty body.
impl Default for Response {
    fn default() -> Self {
        Self::empty(StatusCode::OK)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers and cookies may carry a visitor's secrets: only their number is shown.
        f.debug_struct("Response")
            .field("status", &self.parts.status.as_u16())
            .field("headers", &self.parts.headers.len())
            .field("body", &self.parts.body)
            .finish()
    }
}
