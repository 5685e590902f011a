//! The middlewares that come with vestibule, each written with the same `#[middleware]` that an
//! application uses.
//!
//! From the outside in; the default ones are Django's seven, and `middleware: […]` in [`app!`](crate::app) lists others in their
//! place:
//!
//! | order | middleware | default | what it does |
//! |---|---|---|---|
//! | 100 | [`SecurityMiddleware`] | yes | https, and headers by which browsers protect visitors |
//! | 150 | [`GZipMiddleware`] | no | compresses answers |
//! | 200 | [`SessionMiddleware`] | yes | [`Session`](crate::sessions::Session) |
//! | 250 | [`ConditionalGetMiddleware`] | no | `ETag`, 304, 412 |
//! | 270 | [`ContentSecurityPolicyMiddleware`] | no | [`csp`](crate::csp) |
//! | 300 | [`CommonMiddleware`] | yes | hosts, slashes, `Content-Length` |
//! | 400 | [`CsrfViewMiddleware`] | yes | [`csrf`](crate::csrf) |
//! | 500 | [`AuthenticationMiddleware`] | yes | [`User`](crate::auth::User) |
//! | 550 | [`LoginRequiredMiddleware`] | no | every view wants a login |
//! | 600 | [`MessageMiddleware`] | yes | [`messages`](crate::messages) |
//! | 700 | [`XFrameOptionsMiddleware`] | yes | who may show pages in a frame |
//!
//! # One's own
//!
//! Is written with [`#[middleware]`](macro@crate::middleware), whose page lists the hooks. All five:
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! use std::time::Instant;
//!
//! #[derive(Default)]
//! struct Audit;
//!
//! #[middleware(order = order::MESSAGES + 1)]
//! impl Audit {
//!     /// Before routing; an answer goes back at once, through the layers outside of this one.
//!     fn process_request(&self, request: &mut Request) -> Option<Response> {
//!         if request.header("X-Robot").is_some() {
//!             return Some(Response::text("humans only"));
//!         }
//!         request.extensions_mut().insert(Instant::now());
//!         None
//!     }
//!
//!     /// The view is known, and its arguments are not taken yet.
//!     fn process_view(&self, _: &mut Request, view: &View) -> Result<Option<Response>> {
//!         match view.path().starts_with("/admin/") {
//!             true => Err(Error::permission_denied("closed today")),
//!             false => Ok(None),
//!         }
//!     }
//!
//!     /// For answers of `render!`, before the text is made.
//!     fn process_template_response(&self, _: &mut Request, mut page: TemplateResponse) -> TemplateResponse {
//!         page.context_mut().insert("version", "1.0");
//!         page
//!     }
//!
//!     /// The view has failed; an answer takes the error's place.
//!     fn process_exception(&self, _: &mut Request, error: &Error) -> Option<Response> {
//!         error.is_not_found().then(|| Response::text("it was here"))
//!     }
//!
//!     /// On the way out, for every answer that came from inside.
//!     async fn process_response(&self, request: &mut Request, response: Response) -> Response {
//!         let took = request.extensions().get::<Instant>().map(Instant::elapsed);
//!         response.with_header("X-Took-Micros", took.unwrap_or_default().as_micros().to_string())
//!     }
//! }
//!
//! #[view(GET, "/old/")]
//! async fn old() -> Result { Err(Error::not_found("moved away")) }
//!
//! #[view(GET, "/admin/")]
//! async fn admin() -> &'static str { "" }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//! let mut client = Client::new(App::build()).await?;
//! let response = client.get("/old/").await;
//! assert_eq!((response.status(), response.text()), (200, "it was here".to_owned()));
//! assert!(response.header("X-Took-Micros").is_some());
//! assert_eq!(client.get("/admin/").await.status(), 403);
//!
//! client.headers_mut().insert("x-robot", "1".parse()?);
//! assert_eq!(client.get("/old/").await.text(), "humans only");
//! # Ok(()) })? }
//! ```
//!
//! What stands around the whole is a function: [`Next`](crate::Next).

mod authentication;
mod common;
mod conditional_get;
mod csp;
mod csrf;
mod gzip;
mod login_required;
mod messages;
mod security;
mod session;
mod x_frame_options;

pub use authentication::AuthenticationMiddleware;
pub use common::CommonMiddleware;
pub use conditional_get::ConditionalGetMiddleware;
pub use csp::ContentSecurityPolicyMiddleware;
pub use csrf::CsrfViewMiddleware;
pub use gzip::GZipMiddleware;
pub use login_required::LoginRequiredMiddleware;
pub use messages::MessageMiddleware;
pub use security::SecurityMiddleware;
pub use session::SessionMiddleware;
pub use x_frame_options::XFrameOptionsMiddleware;

use http::HeaderMap;
use http::header::CACHE_CONTROL;

/// Whether `Cache-Control` has this directive, which takes no value.
fn has_directive(headers: &HeaderMap, name: &str) -> bool {
    let lines = headers.get_all(CACHE_CONTROL).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|word| word.trim().eq_ignore_ascii_case(name))
}

/// Where the built-in middlewares stand; lower is further out. There is room between them:
/// `#[middleware(order = order::SESSION + 1)]`.
pub mod order {
    /// Of [`SecurityMiddleware`](super::SecurityMiddleware): outside of all, for its headers are for every
    /// answer.
    pub const SECURITY: i32 = 100;
    /// Of [`GZipMiddleware`](super::GZipMiddleware): outside of what reads or changes bodies.
    pub const GZIP: i32 = 150;
    /// Of [`SessionMiddleware`](super::SessionMiddleware).
    pub const SESSION: i32 = 200;
    /// Of [`ConditionalGetMiddleware`](super::ConditionalGetMiddleware): it reads the body as it will be sent,
    /// but for its compression.
    pub const CONDITIONAL_GET: i32 = 250;
    /// Of [`ContentSecurityPolicyMiddleware`](super::ContentSecurityPolicyMiddleware): outside of those that
    /// may ask for a nonce; inside of `CONDITIONAL_GET`, since a 304 must not bring a new nonce to an old page.
    pub const CONTENT_SECURITY_POLICY: i32 = 270;
    /// Of [`CommonMiddleware`](super::CommonMiddleware).
    pub const COMMON: i32 = 300;
    /// Of [`CsrfViewMiddleware`](super::CsrfViewMiddleware).
    pub const CSRF: i32 = 400;
    /// Of [`AuthenticationMiddleware`](super::AuthenticationMiddleware).
    pub const AUTHENTICATION: i32 = 500;
    /// Of [`LoginRequiredMiddleware`](super::LoginRequiredMiddleware).
    pub const LOGIN_REQUIRED: i32 = 550;
    /// Of [`MessageMiddleware`](super::MessageMiddleware).
    pub const MESSAGES: i32 = 600;
    /// Of [`XFrameOptionsMiddleware`](super::XFrameOptionsMiddleware).
    pub const X_FRAME_OPTIONS: i32 = 700;
}
