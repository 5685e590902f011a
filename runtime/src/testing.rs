//! `Client`: drives an application in-process, without a socket, and keeps cookies as a browser
//! does.
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

use std::fmt;
use std::future::poll_fn;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use cookie::Cookie;
use http::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use http::{Method, StatusCode};
use http_body::Body as _;

use crate::app::{Application, Site};
use crate::csrf::NotEnforced;
use crate::error::Error;
use crate::query::QueryDict;
use crate::request::RequestBody;
use crate::request_log::Errors;
use crate::server::ConnectionInfo;
use crate::service::Service;

/// A browser without a screen: sends requests to one application and keeps its cookies.
#[derive(Clone)]
pub struct Client {
    service: Service,
    cookies: Vec<(String, String)>,
    headers: HeaderMap,
    enforces_csrf: bool,
}

impl Client {
    /// Starts the application, with its sessions in memory.
    ///
    /// # Errors
    ///
    /// Whatever keeps the application from starting.
    pub async fn new<A: Application>(site: Site<A>) -> Result<Self, Error> {
        let in_memory = |settings: &mut crate::Settings| {
            settings.database_url = "sqlite::memory:".into();
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
    pub fn of(service: Service) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host_of(&service).unwrap_or(HeaderValue::from_static("testserver")));
        Self { service, cookies: Vec::new(), headers, enforces_csrf: false }
    }

    /// Has requests checked for CSRF as those of browsers are. Without it they are let in, as by Django's
    /// test client, so that a test of a form need not read the token from the page first.
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
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// `GET`
    pub async fn get(&mut self, path: &str) -> TestResponse {
        self.request(Method::GET, path, None, Bytes::new()).await
    }

    /// `POST` of an urlencoded form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> TestResponse {
        let mut form = QueryDict::default();
        for (name, value) in fields {
            form.append((*name).to_owned(), (*value).to_owned());
        }
        let kind = "application/x-www-form-urlencoded";
        self.request(Method::POST, path, Some(kind), form.urlencode()).await
    }

    /// `POST` of JSON.
    pub async fn post_json<T: serde::Serialize>(&mut self, path: &str, value: &T) -> TestResponse {
        let body = serde_json::to_vec(value).unwrap_or_default();
        self.request(Method::POST, path, Some("application/json"), body).await
    }

    /// Any request. The answer's cookies are kept and sent from then on.
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
        let mut request = http::Request::new(RequestBody::from(body.into()));
        *request.method_mut() = method;
        *request.uri_mut() = path.parse().expect("a path that starts with `/`");
        *request.headers_mut() = self.headers.clone();
        if let Some(kind) = content_type.and_then(|kind| HeaderValue::from_str(kind).ok()) {
            request.headers_mut().insert(CONTENT_TYPE, kind);
        }
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if let Ok(line) = HeaderValue::from_bytes(cookies.join("; ").as_bytes())
            && !cookies.is_empty()
        {
            request.headers_mut().insert(COOKIE, line);
        }
        if !self.enforces_csrf {
            request.extensions_mut().insert(NotEnforced);
        }
        let response = self.service.answer(request, ConnectionInfo::unknown()).await;
        let response = TestResponse::read(response).await;
        for header in response.headers().get_all(SET_COOKIE) {
            self.keep(header);
        }
        response
    }

    /// The value of a cookie as the application set it, quotes and all.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|cookie| cookie.0 == name).map(|cookie| cookie.1.as_str())
    }

    /// Sends a cookie from now on, as if it had been set.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.retain(|cookie| cookie.0 != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Forgets all cookies.
    pub fn clear_cookies(&mut self) {
        self.cookies.clear();
    }

    fn keep(&mut self, header: &HeaderValue) {
        let Some(cookie) = header.to_str().ok().and_then(|text| Cookie::parse(text.to_owned()).ok()) else {
            return;
        };
        match cookie.max_age() {
            Some(age) if !age.is_positive() => self.cookies.retain(|known| known.0 != cookie.name()),
            _ => self.set_cookie(cookie.name(), cookie.value()),
        }
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
#[derive(Clone, Debug)]
pub struct TestResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    errors: Vec<String>,
}

impl TestResponse {
    async fn read(response: http::Response<crate::Body>) -> Self {
        let (head, body) = response.into_parts();
        let mut body = pin!(body);
        let mut bytes = BytesMut::new();
        while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
            if let Ok(data) = frame.expect("a body that does not fail").into_data() {
                bytes.extend_from_slice(&data);
            }
        }
        let errors = head.extensions.get::<Errors>().map(|errors| errors.0.clone()).unwrap_or_default();
        Self { status: head.status, headers: head.headers, body: bytes.freeze(), errors }
    }

    /// The status, as a number.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers, cookies included.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect goes.
    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION.as_str())
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
