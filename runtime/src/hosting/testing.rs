//! `Client`: drives an application in-process, without a socket, and keeps cookies as a browser
//! does.
//!
//! What it is given back is the whole answer ([`TestResponse`]), or the answer while it is being made
//! ([`TestStream`]). With the feature `websocket` there is `Client::websocket` too.
//!
//! A test is async, so it needs a runtime: `#[tokio::test]`, with `tokio` and its features `macros` and
//! `rt` among the dev-dependencies. When an answer is not what was expected,
//! [`errors`](TestResponse::errors) says why.
//!
//! ```
//! # use vestibule::prelude::*;
//! # vestibule::app! {}
//! # #[view(GET, "/")] async fn index() -> &'static str { "Hello" }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//! use vestibule::testing::Client;
//!
//! let mut client = Client::new(App::build()).await?;
//! let response = client.get("/").await;
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.text(), "Hello");
//! # Ok(()) })? }
//! ```

mod jar;
mod multipart;
mod stream;
#[cfg(feature = "websocket")]
mod websocket;

pub use multipart::Upload;
pub use stream::TestStream;
#[cfg(feature = "websocket")]
pub use websocket::TestWebSocket;

use std::fmt;

use bytes::Bytes;
use http::header::{AsHeaderName, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use http::{Method, StatusCode};

use crate::base::error::Error;
use crate::base::mail::Message;
use crate::base::query::QueryDict;
use crate::hosting::service::Service;
use crate::hosting::site::Site;
use crate::web::application::Application;
use crate::web::csrf::NotEnforced;
use crate::web::request::{ConnectionInfo, RequestBody};
use crate::web::response::Body;
use crate::web::settings::EmailBackend;
use jar::Jar;

/// A browser without a screen: sends requests to one application and keeps its cookies.
///
/// # Example
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// use vestibule::auth::{self, Credentials, FixedUsers};
///
/// # vestibule::app! { login: login }
/// #[view(GET, POST, "/login/")]
/// async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
///     let Some(Form(credentials)) = form else { return Ok(Response::html("<form method=post> …")) };
///     match auth::authenticate(request, &credentials).await? {
///         Some(user) => auth::login(request, user).await?,
///         None => return Err(Error::permission_denied("who are you?")),
///     }
///     redirect(home::url())
/// }
///
/// #[view(GET, "/home/")]
/// #[login_auth]
/// async fn home(user: User) -> String {
///     format!("Hello {user}")
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
///
/// let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await?;
/// let stranger = client.get("/home/").await;
/// assert_eq!((stranger.status(), stranger.location()), (302, Some("/login/?next=/home/")));
///
/// let refused = client.post("/login/", &[("username", "gary"), ("password", "1234")]).await;
/// assert_eq!(refused.status(), 403);
/// assert!(refused.errors()[0].contains("who are you?"), "what the log says");
///
/// client.post("/login/", &[("username", "gary"), ("password", "123")]).await;
/// assert!(client.cookie("sessionid").is_some());
/// assert_eq!(client.get("/home/").await.text(), "Hello gary");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Client {
    service: Service,
    cookies: Jar,
    headers: HeaderMap,
    enforces_csrf: bool,
}

impl Client {
    /// Starts the application, with its database and its mails in memory, without `live_reload`, and with passwords that are hashed a thousand times at most,
    /// since no test is to wait for them.
    ///
    /// # Errors
    ///
    /// Whatever keeps the application from starting.
    pub async fn new<A: Application>(site: Site<A>) -> Result<Self, Error> {
        let in_memory = |settings: &mut crate::web::settings::Settings| {
            settings.database_url = "sqlite::memory:".into();
            settings.password_iterations = settings.password_iterations.min(1000);
            settings.email_backend = Some(EmailBackend::Memory);
            settings.live_reload = false;
            if settings.secret_key.is_empty() {
                settings.secret_key = "only for tests, 32 bytes or more of it".into();
            }
            let hosts = ["testserver", ".localhost", "127.0.0.1", "[::1]"];
            settings.allowed_hosts.extend(hosts.map(str::to_owned));
        };
        Ok(Self::of(site.settings(in_memory).start().await?))
    }

    /// Another browser before an application that is running already. It asks for a host that the
    /// application answers to.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/sign/")]
    /// async fn sign(session: Session) -> Result<String> {
    ///     let times = session.get::<u32>("times")?.unwrap_or(0) + 1;
    ///     session.insert("times", times)?;
    ///     Ok(times.to_string())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let mut another = Client::of(client.service().clone());
    /// client.post("/sign/", &[]).await;
    /// assert_eq!(client.post("/sign/", &[]).await.text(), "2");
    /// assert_eq!(another.post("/sign/", &[]).await.text(), "1");
    /// # Ok(()) })? }
    /// ```
    pub fn of(service: Service) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host_of(&service).unwrap_or(HeaderValue::from_static("testserver")));
        Self { service, cookies: Jar::default(), headers, enforces_csrf: false }
    }

    /// Has requests checked for CSRF as those of browsers are. Without it they are let in, as by Django's
    /// test client, so that a test of a form need not read the token from the page first.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// #[view(POST, "/save/")]
    /// async fn save() -> &'static str { "saved" }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.post("/save/", &[]).await.text(), "saved");
    ///
    /// let mut client = client.enforce_csrf_checks();
    /// assert_eq!(client.post("/save/", &[]).await.status(), 403);
    /// # Ok(()) })? }
    /// ```
    #[must_use]
    pub fn enforce_csrf_checks(mut self) -> Self {
        self.enforces_csrf = true;
        self
    }

    /// The application.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// Headers that every request carries; at first the `Host`, which is `testserver` after [`Client::new`].
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The same, to change.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! { login: login }
    /// # #[view(GET, "/login/")] async fn login() -> &'static str { "" }
    /// #[view(GET, "/home/")]
    /// #[login_auth]
    /// async fn home() -> &'static str { "" }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// assert_eq!(client.get("/home/").await.status(), 302);
    /// client.headers_mut().insert("accept", "application/json".parse()?);
    /// assert_eq!(client.get("/home/").await.status(), 401);
    /// # Ok(()) })? }
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// `GET`
    pub async fn get(&mut self, path: &str) -> TestResponse {
        self.request(Method::GET, path, None, Bytes::new()).await
    }

    /// `GET` of an answer that is read chunk by chunk, because it never ends or for what is in the making of it.
    pub async fn get_stream(&mut self, path: &str) -> TestStream {
        self.request_stream(Method::GET, path, None, Bytes::new()).await
    }

    /// `POST` of an urlencoded form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let field = |(name, value): &(&str, &str)| {
            let mut field = QueryDict::default();
            field.append((*name).to_owned(), (*value).to_owned());
            field.urlencode()
        };
        // In this order, which a form may be read in.
        let form = fields.iter().map(field).collect::<Vec<_>>().join("&");
        self.request(Method::POST, path, Some("application/x-www-form-urlencoded"), form).await
    }

    /// `POST` of a form with files, as a browser sends one with `enctype="multipart/form-data"`.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # vestibule::app! {}
    /// use vestibule::testing::{Client, Upload};
    ///
    /// #[view(POST, "/pictures/")]
    /// async fn pictures(request: &mut Request) -> Result<String> {
    ///     let form = request.form_data().await?;
    ///     let names: Vec<_> = form.file_list("picture").map(|file| file.name()).collect();
    ///     Ok(format!("{}: {}", form.get("album").unwrap_or("none"), names.join(", ")))
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let files = ["a.png", "b.png"].map(|name| Upload::new("picture", name, "image/png", b"\x89PNG\r\n\x1a\n"));
    /// let response = client.post_multipart("/pictures/", &[("album", "tea")], &files).await;
    /// assert_eq!(response.text(), "tea: a.png, b.png");
    /// # Ok(()) })? }
    /// ```
    pub async fn post_multipart(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[Upload],
    ) -> TestResponse {
        let (content_type, form) = multipart::form(fields, files);
        self.request(Method::POST, path, Some(&content_type), form).await
    }

    /// `POST` of JSON.
    pub async fn post_json<T: serde::Serialize>(&mut self, path: &str, value: &T) -> TestResponse {
        let body = serde_json::to_vec(value).unwrap_or_default();
        self.request(Method::POST, path, Some("application/json"), body).await
    }

    /// Any request. The answer's cookies are kept and sent from then on. An answer that never ends is one for
    /// [`Client::request_stream`].
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::http::Method;
    ///
    /// #[view(PUT, "/notes/{name}/")]
    /// async fn put(name: String, text: vestibule::bytes::Bytes) -> String {
    ///     format!("{name}: {} bytes", text.len())
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// let response = client.request(Method::PUT, "/notes/todo/", Some("text/plain"), "buy tea").await;
    /// assert_eq!(response.text(), "todo: 7 bytes");
    /// assert_eq!(client.request(Method::DELETE, "/notes/todo/", None, "").await.status(), 405);
    /// # Ok(()) })? }
    /// ```
    ///
    /// # Panics
    ///
    /// If `path` is no request target, or the body of the answer fails half-way.
    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Bytes>,
    ) -> TestResponse {
        self.request_stream(method, path, content_type, body).await.read().await
    }

    /// Any request, given back when the head of its answer is there.
    ///
    /// # Panics
    ///
    /// If `path` is no request target.
    pub async fn request_stream(
        &mut self,
        method: Method,
        path: &str,
        content_type: Option<&str>,
        body: impl Into<Bytes>,
    ) -> TestStream {
        let mut request = self.to_request(method, path, body.into());
        if let Some(kind) = content_type.and_then(|kind| HeaderValue::from_str(kind).ok()) {
            request.headers_mut().insert(CONTENT_TYPE, kind);
        }
        TestStream::new(self.answer(request).await)
    }

    /// A request with the client's headers and cookies.
    fn to_request(&self, method: Method, path: &str, body: Bytes) -> http::Request<RequestBody> {
        let mut request = http::Request::new(RequestBody::from(body));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("a path that starts with `/`");
        *request.headers_mut() = self.headers.clone();
        if let Some(line) = self.cookies.line(request.uri().path()) {
            request.headers_mut().insert(COOKIE, line);
        }
        if !self.enforces_csrf {
            request.extensions_mut().insert(NotEnforced);
        }
        request
    }

    /// The application's answer, whose cookies are kept.
    async fn answer(&mut self, request: http::Request<RequestBody>) -> http::Response<Body> {
        let path = request.uri().path().to_owned();
        let response = self.service.answer(request, ConnectionInfo::unknown()).await;
        for line in response.headers().get_all(SET_COOKIE) {
            self.cookies.keep(line, &path);
        }
        response
    }

    /// The mails that the application has sent, oldest first, whoever has asked it to: Django's `mail.outbox`. What is
    /// [sent later](crate::mail::Mailer::send_later), and all else that requests have
    /// [left running](crate::Request::finish), is waited for.
    ///
    /// A site with a [`mail_backend`](crate::Site::mail_backend) of its own has none here.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # use vestibule::testing::Client;
    /// # vestibule::app! {}
    /// use vestibule::mail::Email;
    ///
    /// #[view(POST, "/greet/{address}/")]
    /// async fn greet(request: &Request, address: String) -> Result<&'static str> {
    ///     request.mailer()?.send(Email::new("Hello", "Come in.").to(address)).await?;
    ///     Ok("sent")
    /// }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    /// let mut client = Client::new(App::build()).await?;
    /// client.post("/greet/ada@example.com/", &[]).await;
    /// let [mail] = &client.outbox().await[..] else { panic!("one mail") };
    /// assert_eq!((mail.subject(), mail.text()), ("Hello", "Come in."));
    /// # Ok(()) })? }
    /// ```
    pub async fn outbox(&self) -> Vec<Message> {
        self.service.finished().await;
        self.service.outbox()
    }

    /// The value of a cookie as the application set it, quotes and all; of several the last.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name)
    }

    /// Sends a cookie from now on, as if it had been set with path `/`, in the place of all of its name.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.set(name, value);
    }

    /// Forgets all cookies.
    pub fn clear_cookies(&mut self) {
        self.cookies.clear();
    }
}

/// A host among those that the application answers to, unless that is all or `testserver`.
fn host_of(service: &Service) -> Option<HeaderValue> {
    let allowed = &service.settings().allowed_hosts;
    let is_open = allowed.iter().any(|host| host == "*" || host == "testserver");
    let host = match allowed.first() {
        _ if is_open => return None,
        Some(host) => host.trim_start_matches('.'),
        None => "localhost",
    };
    HeaderValue::from_str(host).ok()
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("cookies", &self.cookies.len()).finish_non_exhaustive()
    }
}

/// An answer, read to its end.
///
/// What may be asked of it:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// #[view(GET, "/go/")]
/// async fn go() -> Result {
///     let mut response = redirect("/there/")?;
///     response.set_cookie(("seen", "yes"))?;
///     Ok(response)
/// }
///
/// #[view(GET, "/data/")]
/// async fn data() -> Result {
///     Response::json(&vec![("tea", 2)])
/// }
///
/// #[view(GET, "/broken/")]
/// async fn broken() -> Result {
///     Err(Error::internal("the kettle is empty"))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// let response = client.get("/go/").await;
/// assert_eq!((response.status(), response.location()), (302, Some("/there/")));
/// assert_eq!(response.set_cookie("seen"), Some("seen=yes; Path=/"));
///
/// let response = client.get("/data/").await;
/// assert_eq!(response.header("Content-Type"), Some("application/json"));
/// assert_eq!(response.json()[0][1], 2);
/// assert_eq!(response.bytes(), br#"[["tea",2]]"#);
///
/// let response = client.get("/broken/").await;
/// assert_eq!(response.status(), 500);
/// assert!(!response.text().is_empty());
/// assert!(response.errors()[0].contains("the kettle is empty"));
/// # Ok(()) })? }
/// ```
#[derive(Clone, Debug)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    errors: Vec<String>,
}

impl TestResponse {
    /// The status, as a number.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers, cookies included.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first value of a header, if it is text.
    pub fn header(&self, name: impl AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect goes.
    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION)
    }

    /// The `Set-Cookie` line of this cookie.
    pub fn set_cookie(&self, name: &str) -> Option<&str> {
        let lines = self.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines.into_iter().find(|line| line.split_once('=').is_some_and(|(known, _)| known == name))
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// What went wrong on the way, with its causes: what the log says, and no client ever sees.
    pub fn errors(&self) -> &[String] {
        &self.errors
    }

    /// The body as JSON; `null` if it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}
