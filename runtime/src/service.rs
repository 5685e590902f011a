//! `Service`: an application ready to answer. The server hands it requests; so does any tower
//! stack, and so does the test client.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use http::request::Parts;

use crate::error::BoxError;
use crate::error_pages::Logged;
use crate::onion::Onion;
use crate::request::{Request, RequestBody};
use crate::response::{Body, Response};
use crate::server::{self, ConnectionInfo};
use crate::settings::Settings;
use crate::shared::Shared;

/// An application ready to answer: cheap to clone, and a `tower::Service`.
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    onion: Onion,
}

impl Service {
    pub(crate) fn new(shared: Shared, onion: Onion) -> Self {
        Self { inner: Arc::new(Inner { shared: Arc::new(shared), onion }) }
    }

    /// The settings it runs with.
    pub fn settings(&self) -> &Settings {
        &self.inner.shared.settings
    }

    /// Answers one request, whoever read it.
    pub async fn answer(
        &self,
        request: http::Request<RequestBody>,
        connection: ConnectionInfo,
    ) -> http::Response<Body> {
        let (head, body) = request.into_parts();
        self.run(head, body, connection).await
    }

    /// A request is large, and is copied each time it changes hands: this is the only future that
    /// holds it.
    async fn run(&self, head: Parts, body: RequestBody, connection: ConnectionInfo) -> http::Response<Body> {
        let started = self.settings().access_log.then(Instant::now);
        let mut request = Request::new(head, body, connection, Arc::clone(&self.inner.shared));
        let response = self.inner.onion.answer(&mut request).await;
        log(&request, &response, started);
        response.into_http(&request)
    }
}

/// One line for one request: what was asked for, what came of it, and how long it took; with the
/// error's text where there was one. Text from the client is escaped and cut (OWASP, Logging Cheat
/// Sheet: log injection).
fn log(request: &Request, response: &Response, started: Option<Instant>) {
    let status = response.status_code();
    let failed = status.is_client_error() || status.is_server_error();
    if !failed && started.is_none() {
        return;
    }
    macro_rules! line {
        ($level:ident, $($error:tt)*) => {
            tracing::$level!(
                target: "vestibule::request",
                status = status.as_u16(),
                micros = started.map(|started| started.elapsed().as_micros() as u64),
                $($error)*
                "{} {}",
                request.method(),
                shown(request.path()),
            )
        };
    }
    match response.extensions().get::<Logged>() {
        Some(error) if status.is_server_error() || error.is_suspicious => {
            line!(error, error = %shown(&error.text),)
        }
        Some(error) => line!(warn, error = %shown(&error.text),),
        None if status.is_server_error() => line!(error,),
        None if failed => line!(warn,),
        None => line!(info,),
    }
}

/// At most this many characters of one text go into a log line.
const SHOWN: usize = 400;

/// Text for the log: control characters and line separators escaped, and cut.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for character in text.chars().take(SHOWN) {
        match character {
            '\u{2028}' | '\u{2029}' => shown.extend(character.escape_unicode()),
            character if character.is_control() => shown.extend(character.escape_default()),
            character => shown.push(character),
        }
    }
    shown
}

impl server::Handler for Service {
    type Body = Body;

    fn handle(
        &self,
        request: http::Request<server::RequestBody>,
        connection: ConnectionInfo,
    ) -> impl Future<Output = http::Response<Body>> + Send {
        let (head, body) = request.into_parts();
        self.run(head, RequestBody::server(body), connection)
    }
}

impl<B> tower_service::Service<http::Request<B>> for Service
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + Sync + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let service = self.clone();
        Box::pin(async move {
            Ok(service.answer(request.map(RequestBody::other), ConnectionInfo::unknown()).await)
        })
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("shared", &self.inner.shared).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_is_one_line() {
        assert_eq!(shown("/a\r\nb\u{2028}c\u{1b}[1m/é"), "/a\\r\\nb\\u{2028}c\\u{1b}[1m/é");
        assert_eq!(shown(&"x".repeat(1000)).len(), SHOWN);
    }
}
