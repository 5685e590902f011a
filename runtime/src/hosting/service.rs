//! `Service`: an application ready to answer. The server hands it requests; so does any tower
//! stack, and so does the test client.

#[cfg(feature = "websocket")]
mod upgrades;

use std::convert::Infallible;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;

use crate::base::clock::Clock;
use crate::base::error::{BoxError, Error};
use crate::base::mail::Message;
use crate::base::panics;
use crate::base::prefixes::{Prefixes, Within};
use crate::base::sync_body::SyncBody;
use crate::hosting::server::{self, IncomingBody};
use crate::web::mailer::Mailer;
use crate::web::onion::Onion;
use crate::web::recorder::IS_RECORDED;
use crate::web::request::{ConnectionInfo, Failure, Request, RequestBody, Shared};
use crate::web::request_log::Logged;
use crate::web::response::{Body, Response};
use crate::web::settings::Settings;
use crate::web::shutdown::Shutdown;
use crate::web::{error_pages, framing, live_reload, trace};

/// An application ready to answer: cheap to clone, and a `tower::Service`, for use inside of axum and others.
///
/// It answers whatever error there is by itself, so that its own `Error` is [`Infallible`]. Links and redirects know
/// nothing of a prefix that the program around it takes off the path: there it belongs at the root, as axum's
/// `fallback_service` has it, where those routes win that the program has itself.
///
/// ```
/// # use vestibule::prelude::*;
/// # vestibule::app! {}
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let site = App::build().start().await?;
/// // let router = axum::Router::new().route("/health", get(health)).fallback_service(site.clone());
/// // axum::serve(listener, router).await?;
/// site.shutdown().begin(); // for views that wait for the end of the server
/// site.finished().await; // for what requests have left running
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Service {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    onion: Onion,
    /// `None` in a program without any.
    prefixes: Option<&'static Prefixes>,
}

impl Service {
    pub(crate) fn new(shared: Shared, onion: Onion, prefixes: Option<&'static Prefixes>) -> Self {
        Self { inner: Arc::new(Inner { shared: Arc::new(shared), onion, prefixes }) }
    }

    /// Runs `work` as the work of this application: links made in it begin with the prefixes that it includes other
    /// applications under, as they do in its requests.
    ///
    /// Needed only outside of requests, in a program where applications disagree about a prefix: see [`app!`](crate::app).
    ///
    /// ```
    /// # use vestibule::testing::Client;
    /// mod shop {
    ///     use vestibule::prelude::*;
    ///
    ///     vestibule::app! {}
    ///
    ///     #[view(GET, "/cart/", app = crate::shop::App)]
    ///     pub async fn cart() -> String { cart::url().into() }
    /// }
    ///
    /// vestibule::app! { include: ["/shop" => shop::App] }
    /// # fn main() -> Result<(), vestibule::Error> { vestibule::server::run(1, async {
    ///
    /// let site = Client::new(App::build()).await?;
    /// let alone = Client::new(shop::App::build()).await?;
    /// assert_eq!(site.service().within(shop::cart::url), "/shop/cart/");
    /// assert_eq!(alone.service().within(shop::cart::url), "/cart/");
    /// # Ok(()) })? }
    /// ```
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        match self.inner.prefixes {
            Some(prefixes) => prefixes.within(work),
            None => work(),
        }
    }

    /// The settings it runs with.
    pub fn settings(&self) -> &Settings {
        &self.inner.shared.settings
    }

    /// Waits until all is done that requests have left running ([`Request::finish`]). Our own server does so before it
    /// ends; another has to be told.
    pub async fn finished(&self) {
        self.inner.shared.unfinished.none_left().await;
    }

    /// What was sent with `email_backend = "memory"`.
    pub(crate) fn outbox(&self) -> Vec<Message> {
        self.inner.shared.states.get::<Mailer>().map(Mailer::outbox).unwrap_or_default()
    }

    /// The end of the application, as its views learn of it: a server that serves it begins it when it shuts down
    /// itself; under another server, or in a test, whoever has the service calls it.
    pub fn shutdown(&self) -> &Shutdown {
        &self.inner.shared.shutdown
    }

    /// Answers one request, whoever read it.
    ///
    /// ```
    /// # use vestibule::prelude::*;
    /// # vestibule::app! { middleware: [] }
    /// use vestibule::RequestBody;
    /// use vestibule::http;
    /// use vestibule::server::ConnectionInfo;
    ///
    /// #[view(GET, "/")]
    /// async fn index() -> &'static str { "Hello" }
    /// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
    ///
    /// let service = App::build().start().await?;
    /// let mut request = http::Request::new(RequestBody::default());
    /// *request.uri_mut() = "/".parse()?;
    /// let response = service.answer(request, ConnectionInfo::unknown()).await;
    /// assert_eq!(response.status(), 200);
    /// # Ok(()) })? }
    /// ```
    pub async fn answer(
        &self,
        request: http::Request<RequestBody>,
        connection: ConnectionInfo,
    ) -> http::Response<Body> {
        let (head, body) = request.into_parts();
        self.run(head, body, connection).await
    }

    /// A future is copied each time it changes hands, and a connection keeps room for one, idle or not. So it is
    /// boxed, and does not hold the request: what is larger than 1032 bytes takes malloc's long way.
    fn run(
        &self,
        head: Parts,
        body: RequestBody,
        connection: ConnectionInfo,
    ) -> Within<Pin<Box<impl Future<Output = http::Response<Body>> + Send + use<>>>> {
        let prefixes = self.inner.prefixes;
        let inner = Arc::clone(&self.inner);
        // Both are made where they stay: `Box::new` would move what has been made before, which is some 200
        // instructions for the two.
        let shared = Arc::clone(&inner.shared);
        let request = Box::write(Box::new_uninit(), Request::new(head, body, connection, shared));
        let mut logged = Logged::new(request);
        let room = Box::new_uninit();
        let future = Box::write(room, async move {
            if IS_RECORDED
                && let Some(page) =
                    live_reload::page(&logged.request).or_else(|| trace::page(&logged.request))
            {
                return leave(logged, page, |_, _| {});
            }
            let mut response = inner.onion.answer(&mut logged.request).await;
            if IS_RECORDED {
                live_reload::add_script(&logged.request, &mut response);
            }
            let mut response = leave(logged, response, trace::finish);
            // A stream goes on after this, and may make links.
            if inner.prefixes.is_some() && response.body().is_stream() {
                let stream = mem::take(response.body_mut());
                *response.body_mut() = Body::new(Within::carried(stream));
            }
            response
        });
        debug_assert!(
            size_of_val(&*future) <= 1032,
            "the future of a request is too large: box what is rare"
        );
        Within::new(prefixes, Box::into_pin(future))
    }
}

/// The last steps of every answer, outside of all layers: it is framed, its line is logged, and its cookies become
/// headers.
fn leave(
    mut logged: Logged,
    response: Response,
    trace: impl FnOnce(&Request, &mut Response),
) -> http::Response<Body> {
    let mut response = framing::settle(&mut logged.request, response);
    logged.answered(&mut response);
    trace(&logged.request, &mut response);
    response.into_http(&logged.request)
}

impl server::Handler for Service {
    type Body = Body;

    fn handle(
        &self,
        head: Parts,
        body: IncomingBody,
        connection: ConnectionInfo,
    ) -> impl Future<Output = http::Response<Body>> + Send + use<> {
        self.run(head, RequestBody::streamed(body), connection)
    }

    fn clock(&self) -> Clock {
        self.inner.shared.clock.clone()
    }

    /// The error page of the status, which no middleware has seen.
    fn refuse(
        &self,
        head: Parts,
        connection: ConnectionInfo,
        status: StatusCode,
        reason: &'static str,
    ) -> Option<http::Response<Body>> {
        let request = Request::new(head, RequestBody::default(), connection, Arc::clone(&self.inner.shared));
        let mut logged = Logged::new(Box::new(request));
        let error = Error::new(status, reason);
        logged.request.note(Failure::new(&error));
        match panics::catch(|| self.within(|| error_pages::response(&logged.request, &error))) {
            Ok(page) => Some(leave(logged, page, trace::finish)),
            Err(_) => {
                logged.log(status);
                None
            }
        }
    }

    fn finished(&self) -> impl Future<Output = ()> + Send {
        self.inner.shared.unfinished.none_left()
    }

    fn shutting_down(&self) {
        self.shutdown().begin_once();
    }
}

impl<B> tower_service::Service<http::Request<B>> for Service
where
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let service = self.clone();
        let connection = request.extensions().get().copied().unwrap_or_else(ConnectionInfo::unknown);
        let request = request.map(|body| RequestBody::streamed(SyncBody::new(body)));
        #[cfg(feature = "websocket")]
        if request.extensions().get::<hyper::upgrade::OnUpgrade>().is_some() {
            return Box::pin(async move { Ok(upgrades::answer(&service, request, connection).await) });
        }
        Box::pin(async move { Ok(service.answer(request, connection).await) })
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("shared", &self.inner.shared).finish_non_exhaustive()
    }
}
