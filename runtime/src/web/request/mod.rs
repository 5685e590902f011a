//! `Request`: what came in, and what the layers have found out about it so far.
//!
//! It is read through methods that cost nothing until they are called: cookies are parsed, the
//! session loaded and the user looked up when something asks, once.

mod absolute;
mod body;
mod body_error;
mod cache;
mod client_ip;
mod connection;
mod failure;
mod finish;
mod form;
mod host;
mod interop;
mod logged_path;
mod params;
mod path;
mod referer;
mod robots;
mod shared;
mod slot;
#[cfg(feature = "websocket")]
mod upgradable;
mod visitor;

pub use body::RequestBody;
pub use body_error::{BodyError, is_stalled_body};
pub use connection::ConnectionInfo;
pub(crate) use failure::Failure;
pub use finish::Finish;
pub(crate) use finish::Unfinished;
pub(crate) use form::FormKind;
pub(crate) use host::AcceptedHost;
pub use host::HostError;
pub use interop::OriginalUri;
pub(crate) use params::Params;
pub(crate) use path::{decoded, decoded_path, full_path_with_slash};
pub(crate) use shared::{Shared, States};
pub(crate) use slot::Slot;
#[cfg(feature = "websocket")]
pub(crate) use upgradable::Upgradable;
pub(crate) use visitor::{SessionSlot, UserSlot};

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AsHeaderName, COOKIE, HeaderMap};
use http::{Extensions, Method, Uri, Version, request::Parts};

use crate::base::clock::Timestamp;
use crate::base::error::Error;
use crate::base::query::QueryDict;
use crate::base::signing::{Keys, SignatureError};
use crate::base::urls;
use crate::web::cookies::{self, Cookies};
use crate::web::csrf_token::CsrfSlot;
use crate::web::recorder::Recorder;
use crate::web::settings::Settings;
use crate::web::shutdown::Shutdown;
use crate::web::templates::Templates;
use crate::web::uploads::FormData;
use crate::web::view::{Segment, View};

/// A request on its way through the onion.
///
/// Views take `&Request`, or `&mut Request` for what changes it, such as reading the body; hooks have it always.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, POST, "/articles/{year}/")]
/// async fn articles(request: &mut Request, year: u16) -> Result {
///     let page = request.query().get("page").unwrap_or("1").to_owned();
///     let theme = request.cookies().get("theme").unwrap_or("light").to_owned();
///     let length = request.body().await?.len();
///     Ok(Response::text(format!("{} {}: page {page}, {theme}, {length} bytes", request.method(), request.path())))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build()).await?;
/// client.set_cookie("theme", "dark");
/// let response = client.post("/articles/2026/?page=3", &[("title", "Hello")]).await;
/// assert_eq!(response.text(), "POST /articles/2026/: page 3, dark, 11 bytes");
/// # Ok(()) })? }
/// ```
///
/// What a view always needs is better said by its arguments: `cookies: Cookies`, `form: Form<Article>`
/// ([`FromRequest`](crate::FromRequest)). What one layer finds out for the next goes into
/// [`extensions`](Request::extensions).
pub struct Request {
    head: Parts,
    body: RequestBody,
    connection: ConnectionInfo,
    shared: Arc<Shared>,
    /// The decoded path, where it is not the one in the URI.
    decoded_path: Option<Box<str>>,
    view: Option<View>,
    params: Params,
    cookies: OnceLock<Cookies>,
    query: OnceLock<Box<QueryDict>>,
    form: Option<Arc<FormData>>,
    file_upload_max_size: Option<u64>,
    pub(crate) session: SessionSlot,
    pub(crate) user: UserSlot,
    /// Where the messages stand, which know requests and not the other way round.
    pub(crate) messages: Slot,
    pub(crate) csrf: CsrfSlot,
    failures: Vec<Failure>,
    pub(crate) trace: Recorder,
}

impl Request {
    pub(crate) fn new(
        head: Parts,
        body: RequestBody,
        connection: ConnectionInfo,
        shared: Arc<Shared>,
    ) -> Self {
        let decoded_path = path::decode(head.uri.path());
        let trace = Recorder::new(&shared.arrivals, shared.settings.debug);
        Self {
            head,
            body,
            connection,
            shared,
            decoded_path,
            view: None,
            params: Params::default(),
            cookies: OnceLock::new(),
            query: OnceLock::new(),
            form: None,
            file_upload_max_size: None,
            session: SessionSlot::default(),
            user: UserSlot::default(),
            messages: Slot::default(),
            csrf: CsrfSlot::default(),
            failures: Vec::new(),
            trace,
        }
    }

    // --- the request line ---------------------------------------------------------------------

    /// The method: `GET`, `POST` …
    pub fn method(&self) -> &Method {
        &self.head.method
    }

    /// The path, percent-decoded as UTF-8; bytes that are none stay encoded (`%FF`). Starts with
    /// `/`. Django's `path_info`.
    pub fn path(&self) -> &str {
        self.decoded_path.as_deref().unwrap_or_else(|| path::of(&self.head.uri))
    }

    /// The raw query, without its `?`; empty if there is none.
    pub fn query_string(&self) -> &str {
        self.head.uri.query().unwrap_or_default()
    }

    /// The query, parsed once: an ordered map from name to values. Django's `request.GET`. Of more
    /// fields than `data_upload_max_number_fields` it is empty; the `Query` extractor refuses those.
    pub fn query(&self) -> &QueryDict {
        self.query.get_or_init(|| {
            let limit = self.settings().data_upload_max_number_fields;
            Box::new(QueryDict::parse_limited(self.query_string(), limit).unwrap_or_default())
        })
    }

    /// # Errors
    ///
    /// 400 if the query has more fields than `data_upload_max_number_fields`.
    pub(crate) fn check_query(&self) -> Result<(), Error> {
        let (query, limit) = (self.query_string(), self.settings().data_upload_max_number_fields);
        // So many fields have as many bytes between them.
        if query.len() >= limit.max(1) && query.split('&').count() > limit {
            return Err(Error::suspicious(format!("the query has more than {limit} fields")));
        }
        Ok(())
    }

    /// Path and query, encoded for use in a URL: `/a%20b/?q=1`. Django's `get_full_path`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/tags/{name}/")]
    /// async fn tag(request: &Request, name: String) -> Json<[String; 3]> {
    ///     assert_eq!(name, "a b");
    ///     Json([request.path().into(), request.query_string().into(), request.full_path()])
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.get("/tags/a%20b/?q=c%20d").await;
    /// assert_eq!(response.text(), r#"["/tags/a b/","q=c%20d","/tags/a%20b/?q=c%20d"]"#);
    /// # Ok(()) })? }
    /// ```
    pub fn full_path(&self) -> String {
        path::full(self.path(), self.query_string())
    }

    /// Its whole address: scheme, host, path and query, the path without `.` and `..` (Django's
    /// `build_absolute_uri` without an argument).
    ///
    /// # Errors
    ///
    /// As [`host`](Request::host).
    pub fn absolute_uri(&self) -> Result<String, HostError> {
        let path = match self.path() {
            path if path.contains("/./") || path.contains("/../") => urls::without_dot_segments(path),
            path => path.to_owned(),
        };
        Ok(format!("{}{}", self.origin()?, path::full(&path, self.query_string())))
    }

    /// The whole address of a page of this site, as a mail or another site needs it: the scheme and host that the request was
    /// sent to, and `location`. What is relative is seen from the request's path, what is absolute stays, and what no
    /// URL may hold is percent-encoded. Django's `build_absolute_uri`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/articles/{id}/")]
    /// async fn article(request: &Request, id: u32) -> Result<String> {
    ///     Ok(request.build_absolute_uri(article::url(id).query(("page", 2)))?)
    /// }
    ///
    /// #[view(GET, "/articles/7/print/")]
    /// async fn print(request: &Request) -> Result<String> {
    ///     Ok(request.build_absolute_uri("../?plain")?)
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.headers_mut().insert("host", "localhost:8000".parse()?);
    /// assert_eq!(client.get("/articles/7/").await.text(), "http://localhost:8000/articles/7/?page=2");
    /// assert_eq!(client.get("/articles/7/print/").await.text(), "http://localhost:8000/articles/7/?plain");
    /// # Ok(()) })? }
    /// ```
    ///
    /// A `location` that a visitor has named may be one of another site: [`urls::url_has_allowed_host_and_scheme`].
    ///
    /// # Errors
    ///
    /// As [`host`](Request::host).
    pub fn build_absolute_uri(&self, location: impl AsRef<str>) -> Result<String, HostError> {
        Ok(absolute::join(&self.origin()?, self.path(), location.as_ref()))
    }

    /// `https://example.com:8000`
    fn origin(&self) -> Result<String, HostError> {
        Ok(format!("{}://{}", self.scheme(), self.host()?))
    }

    /// [`Request::full_path`] with a slash at the path's end.
    pub(crate) fn full_path_with_slash(&self) -> String {
        path::full_path_with_slash(self.path(), self.query_string())
    }

    /// The target as it was sent.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// The protocol's version.
    pub fn version(&self) -> Version {
        self.head.version
    }

    /// The other end of the connection; behind a proxy that is the proxy. `None` where another server
    /// than ours read the request.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.connection.peer()
    }

    // --- headers, host ------------------------------------------------------------------------

    /// The headers. Names are compared without case.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The headers, of a request that is over.
    pub(crate) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(&mut self.head.headers)
    }

    /// The first value of a header, if it is text: `request.header("X-Kind")`.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The host as the client spelt it, port included: `example.com:8000`. Checked against
    /// `allowed_hosts`. Django's `get_host`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, "/")]
    /// async fn index(request: &Request) -> Result<String> {
    ///     Ok(format!("{}://{}", request.scheme(), request.host()?))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.headers_mut().insert("host", "localhost:8000".parse()?);
    /// assert_eq!(client.get("/").await.text(), "http://localhost:8000");
    /// client.headers_mut().insert("host", "evil.test".parse()?);
    /// assert_eq!(client.get("/").await.status(), 400);
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// [`HostError`], answered as 400, if it is malformed or not allowed.
    pub fn host(&self) -> Result<&str, HostError> {
        host::host(&self.head, self.settings(), &self.shared.accepted_host)
    }

    /// `http` or `https`. Behind a proxy that ends TLS, `secure_proxy_ssl_header` says which header
    /// tells.
    pub fn scheme(&self) -> &'static str {
        if host::is_secure(&self.head, self.settings(), self.connection.is_secure()) {
            "https"
        } else {
            "http"
        }
    }

    /// Whether the visitor's connection is encrypted.
    pub fn is_secure(&self) -> bool {
        self.scheme() == "https"
    }

    // --- cookies ------------------------------------------------------------------------------

    /// The cookies, parsed once, when first asked for. Several `Cookie` lines count as one (RFC 9113
    /// section 8.2.3).
    pub fn cookies(&self) -> &Cookies {
        self.cookies.get_or_init(|| Cookies::from_headers(self.head.headers.get_all(COOKIE)))
    }

    /// The value of a signed cookie set under the same name and salt, at most `max_age` old.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::time::Duration;
    ///
    /// #[view(GET, "/remember/")]
    /// async fn remember() -> Result {
    ///     let mut response = Response::text("");
    ///     response.set_signed_cookie(("name", "gary"), "visitors")?;
    ///     Ok(response)
    /// }
    ///
    /// #[view(GET, "/")]
    /// async fn index(request: &Request) -> String {
    ///     let week = Duration::from_secs(7 * 24 * 60 * 60);
    ///     request.get_signed_cookie("name", "visitors", Some(week)).unwrap_or_else(|_| "stranger".to_owned())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.get("/remember/").await;
    /// assert_eq!(client.get("/").await.text(), "gary");
    ///
    /// client.set_cookie("name", "mary:1vbVSP:JOl1y8YTX10AUpUFD3PRMVGGJpAHWngxOCEPGS4zv60");
    /// assert_eq!(client.get("/").await.text(), "stranger");
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// [`SignatureError`]: missing, altered, made for another name or salt, or too old.
    pub fn get_signed_cookie(
        &self,
        name: &str,
        salt: &str,
        max_age: Option<Duration>,
    ) -> Result<String, SignatureError> {
        let legacy = self.settings().signed_cookie_legacy_salt_fallback;
        cookies::get_signed(self.cookies(), name, salt, max_age, legacy, self.keys(), self.now())
    }

    // --- csrf ---------------------------------------------------------------------------------

    /// A token for a form of this page's or a script's header, another one at each call. The answer then
    /// sends the cookie it belongs to, and says `Vary: Cookie`. In templates it is `{{ csrf_token }}`,
    /// and `{{ csrf_input }}` is the form's field with it.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(GET, POST, "/api/token/")]
    /// async fn token(request: &Request) -> Result<String> {
    ///     request.csrf_token()
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// # client = client.enforce_csrf_checks();
    /// let token = client.get("/api/token/").await.text();
    /// assert_eq!(client.post("/api/token/", &[]).await.status(), 403);
    ///
    /// client.headers_mut().insert("x-csrftoken", token.parse()?);
    /// assert_eq!(client.post("/api/token/", &[]).await.status(), 200);
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Errors
    ///
    /// 500 if this request passed no `CsrfViewMiddleware`, or there are no random numbers.
    pub fn csrf_token(&self) -> Result<String, Error> {
        self.csrf.token()
    }

    // --- body ---------------------------------------------------------------------------------

    /// The whole body, read once and kept, so that an extractor after this gets every byte too.
    ///
    /// # Errors
    ///
    /// 400 past `data_upload_max_memory_size`; 408 if the client stalls; either again for whoever asks
    /// after that. 500 if [`Request::take_body`] was called.
    pub async fn body(&mut self) -> Result<Bytes, Error> {
        let limit = self.shared.settings.data_upload_max_memory_size;
        self.body.read(limit).await
    }

    /// Whether a body was sent. One that comes in pieces may turn out to be empty.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// The body, if it has been read.
    pub(crate) fn read_body(&self) -> Option<&[u8]> {
        self.body.whole()
    }

    /// Whether the body has failed before its end: the client has left, stalls, or frames it wrongly. Who has read it,
    /// and what was made of the error, is all the same.
    pub(crate) fn body_is_broken(&self) -> bool {
        self.body.is_broken()
    }

    /// Takes the body as it comes, unread: for uploads larger than memory. The limits on progress
    /// still hold; that on size is the caller's.
    ///
    /// The type is an [`http_body::Body`](https://docs.rs/http-body) of [`Bytes`]; a view takes it as an argument, too.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use std::future::poll_fn;
    /// use std::pin::Pin;
    /// use http_body::Body as _;
    ///
    /// #[view(PUT, "/upload/", csrf_exempt)]
    /// async fn upload(request: &mut Request) -> Result<String> {
    ///     let mut body = request.take_body();
    ///     let mut received = 0;
    ///     while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
    ///         let frame = frame.map_err(|error| Error::bad_request("the upload broke off").caused_by(error))?;
    ///         received += frame.data_ref().map_or(0, |bytes| bytes.len());
    ///     }
    ///     Ok(format!("{received} bytes"))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.request(http::Method::PUT, "/upload/", None, "a picture").await;
    /// assert_eq!(response.text(), "9 bytes");
    /// # Ok(()) })? }
    /// ```
    pub fn take_body(&mut self) -> RequestBody {
        self.body.take()
    }

    /// The same for a view that cannot do without.
    ///
    /// # Errors
    ///
    /// 500 if it was read as a form with files, by the check for CSRF or by a layer.
    pub(crate) fn body_as_it_comes(&mut self) -> Result<RequestBody, Error> {
        self.body.check_kept()?;
        Ok(self.take_body())
    }

    /// Reads the body, at most `data_upload_max_memory_size` of it, until `find` has found something in what
    /// has come so far. All of it stays for whoever asks next.
    pub(crate) async fn look_into_body<T>(
        &mut self,
        find: impl FnMut(&[u8]) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let limit = self.shared.settings.data_upload_max_memory_size;
        self.body.look(limit, find).await
    }

    // --- the view -----------------------------------------------------------------------------

    /// The view that this request goes to, once the router has found it.
    pub fn view(&self) -> Option<View> {
        self.view
    }

    /// The text of the path's parameter of this name, decoded, once the router has found the view; a hook's way
    /// to what the view gets as an argument. `{*rest}` is called `rest`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[derive(Default)]
    /// struct OldYears;
    ///
    /// #[middleware(order = 150)]
    /// impl OldYears {
    ///     fn process_view(&self, request: &mut Request, _: &View) -> Option<Response> {
    ///         let year: u16 = request.path_param("year")?.parse().ok()?;
    ///         (year < 2000).then(|| Response::text("in the archive"))
    ///     }
    /// }
    ///
    /// #[view(GET, "/articles/{year}/")]
    /// async fn articles(year: u16) -> String {
    ///     format!("of {year}")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/articles/2026/").await.text(), "of 2026");
    /// assert_eq!(client.get("/articles/1999/").await.text(), "in the archive");
    /// # Ok(()) })? }
    /// ```
    pub fn path_param(&self, name: &str) -> Option<&str> {
        let names = self.view?.segments().iter().filter_map(|segment| match segment {
            Segment::Text(_) | Segment::Mount => None,
            Segment::Parameter(name) | Segment::Rest(name) => Some(*name),
        });
        self.param(names.into_iter().position(|known| known == name)?)
    }

    /// The text of the path's parameter of this position, decoded.
    pub(crate) fn param(&self, index: usize) -> Option<&str> {
        self.params.get(index, self.path())
    }

    pub(crate) fn set_match(&mut self, view: View, params: Params) {
        self.view = Some(view);
        self.params = params;
    }

    // --- the application ----------------------------------------------------------------------

    /// Values that layers leave for one another.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// /// The place that a proxy says the visitor is at.
    /// #[derive(Clone)]
    /// struct Country(String);
    ///
    /// #[derive(Default)]
    /// struct Locate;
    ///
    /// #[middleware(order = 150)]
    /// impl Locate {
    ///     fn process_request(&self, request: &mut Request) {
    ///         if let Some(country) = request.header("X-Country").map(|name| Country(name.to_owned())) {
    ///             request.extensions_mut().insert(country);
    ///         }
    ///     }
    /// }
    ///
    /// #[view(GET, "/")]
    /// async fn index(request: &Request) -> String {
    ///     request.extensions().get::<Country>().map_or("nowhere", |country| &country.0).to_owned()
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/").await.text(), "nowhere");
    /// client.headers_mut().insert("x-country", "NZ".parse()?);
    /// assert_eq!(client.get("/").await.text(), "NZ");
    /// # Ok(()) })? }
    /// ```
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// The same, to change.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.head.extensions
    }

    /// The application's settings.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// A value the application was built with (`App::build().state(…)`).
    ///
    /// For hooks, which have no arguments of their own; views take a [`State`](crate::State), without which the application does
    /// not start. Here what is missing is `None`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// struct Motd(&'static str);
    ///
    /// #[middleware(order = 150)]
    /// async fn motd(request: &mut Request, next: Next<'_>) -> Response {
    ///     let words = request.state::<Motd>().map(|motd| motd.0);
    ///     next.run(request).await.with_header("X-Motd", words.unwrap_or("none"))
    /// }
    /// # #[view(GET, "/")] async fn index() -> &'static str { "" }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let mut client = Client::new(App::build().state(Motd("Be kind"))).await?;
    /// assert_eq!(client.get("/").await.header("X-Motd"), Some("Be kind"));
    /// # Ok(()) })? }
    /// ```
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.shared.states.get()
    }

    /// The end of the server, for what should not outlast it; see [`Shutdown`].
    pub fn shutdown(&self) -> &Shutdown {
        &self.shared.shutdown
    }

    /// Now, by the application's clock.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// What a room that knows requests has left with the application when it was started.
    pub(crate) fn part<T: 'static>(&self) -> Option<&T> {
        self.shared.states.get()
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    pub(crate) fn templates(&self) -> &Templates {
        &self.shared.templates
    }

    /// Remembers an error for the request's line in the log.
    pub(crate) fn note(&mut self, failure: Failure) {
        self.failures.push(failure);
    }

    /// Forgets the 404 that came last, for a layer that knows where the path leads.
    pub(crate) fn forget_not_found(&mut self) {
        self.failures.pop_if(|failure| failure.is_not_found());
    }

    pub(crate) fn failures(&self) -> &[Failure] {
        &self.failures
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither headers nor body: they carry passwords, cookies and tokens.
        f.debug_struct("Request")
            .field("method", self.method())
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}
