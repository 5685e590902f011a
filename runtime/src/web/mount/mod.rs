//! Services of others below a prefix: whatever is a `tower::Service` is a view to the layers around it.
//!
//! A mount is a value, made when the program runs. So it is no line of the static tables, but one that is added to
//! them when the application starts, and what collides with it is told then, with both places.

mod entry;
mod uri;

pub(crate) use entry::Mounts;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use tower_service::Service;

use crate::base::error::{BoxError, Error};
use crate::web::request::RequestBody;
use crate::web::response::Response;
use crate::web::view::ViewFlags;

type Answer = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

/// A service to be mounted, and what is asked of the layers around it; see [`Site::mount`](crate::Site::mount).
///
/// The service by itself will do where nothing is asked:
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::Mount;
/// # vestibule::app! {}
/// # #[view(GET, "/")] async fn index() -> &'static str { "" }
/// # mod other { vestibule::app! {} }
/// # #[view(GET, "/", app = crate::other::App)] async fn other_index() -> &'static str { "" }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// # let other = || other::App::build().settings(|settings| settings.allowed_hosts.push("*".into()));
/// # let (api, hooks) = (other().start().await?, other().start().await?);
/// let site = App::build()
///     .mount("/api", api)
///     .mount("/hooks", Mount::new(hooks).csrf_exempt());
/// # let mut client = vestibule::testing::Client::new(site).await?;
/// # assert_eq!(client.get("/api").await.status(), 200);
/// # assert_eq!(client.get("/hooks/").await.status(), 200);
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Mount {
    service: Arc<dyn Fn(http::Request<RequestBody>) -> Answer + Send + Sync>,
    flags: ViewFlags,
}

impl Mount {
    /// Mounts a service. Each request is answered by a clone of it.
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<http::Request<RequestBody>, Response = http::Response<B>, Error: Into<BoxError>>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
        B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let call = move |request| {
            let mut service = service.clone();
            Box::pin(async move {
                poll_fn(|cx| service.poll_ready(cx)).await.map_err(failed)?;
                Ok(service.call(request).await.map_err(failed)?.into())
            }) as Answer
        };
        Self { service: Arc::new(call), flags: ViewFlags::NONE }
    }

    /// Requests that change things are let in without a CSRF token: for callers that are no browsers
    /// ([`ViewFlags::csrf_exempt`]).
    #[must_use]
    pub fn csrf_exempt(mut self) -> Self {
        self.flags.csrf_exempt = true;
        self
    }

    /// Strangers may enter although all views ask for a login ([`ViewFlags::public`]).
    #[must_use]
    pub fn public(mut self) -> Self {
        self.flags.public = true;
        self
    }

    /// Other sites may show its pages in a frame ([`ViewFlags::xframe_options_exempt`]).
    #[must_use]
    pub fn xframe_options_exempt(mut self) -> Self {
        self.flags.xframe_options_exempt = true;
        self
    }
}

fn failed(error: impl Into<BoxError>) -> Error {
    Error::internal("the mounted service failed").caused_by(error)
}

impl fmt::Debug for Mount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mount").field("flags", &self.flags).finish_non_exhaustive()
    }
}

/// What [`Site::mount`](crate::Site::mount) takes: a [`Mount`], or a service by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be mounted",
    label = "not a service of requests",
    note = "what is mounted is a `tower::Service<http::Request<vestibule::RequestBody>>` that answers with an \
            `http::Response`, and is `Clone`, `Send` and `Sync`: an axum `Router`, or another application that was started"
)]
pub trait IntoMount {
    /// The mount.
    fn into_mount(self) -> Mount;
}

impl IntoMount for Mount {
    fn into_mount(self) -> Mount {
        self
    }
}

// So that the compiler speaks of the service, and not of each of these bounds that it does not meet.
#[diagnostic::do_not_recommend]
impl<S, B> IntoMount for S
where
    S: Service<http::Request<RequestBody>, Response = http::Response<B>, Error: Into<BoxError>>
        + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
    B: http_body::Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    fn into_mount(self) -> Mount {
        Mount::new(self)
    }
}
