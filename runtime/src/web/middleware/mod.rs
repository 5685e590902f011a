//! The middlewares that come with vestibule, each written with the same `#[middleware]` that an
//! application uses.

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
