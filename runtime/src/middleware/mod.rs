//! The middlewares that come with vestibule, each written with the same `#[middleware]` that an
//! application uses.

mod authentication;
mod csrf;
mod messages;
mod session;

pub use authentication::AuthenticationMiddleware;
pub use csrf::CsrfViewMiddleware;
pub use messages::MessageMiddleware;
pub use session::SessionMiddleware;

/// Where the built-in middlewares stand; lower is further out. There is room between them:
/// `#[middleware(order = order::SESSION + 1)]`. Those without a link are not written yet, and their
/// places kept.
pub mod order {
    /// Of `SecurityMiddleware`.
    pub const SECURITY: i32 = 100;
    /// Of [`SessionMiddleware`](super::SessionMiddleware).
    pub const SESSION: i32 = 200;
    /// Of `CommonMiddleware`.
    pub const COMMON: i32 = 300;
    /// Of [`CsrfViewMiddleware`](super::CsrfViewMiddleware).
    pub const CSRF: i32 = 400;
    /// Of [`AuthenticationMiddleware`](super::AuthenticationMiddleware).
    pub const AUTHENTICATION: i32 = 500;
    /// Of [`MessageMiddleware`](super::MessageMiddleware).
    pub const MESSAGES: i32 = 600;
    /// Of `XFrameOptionsMiddleware`.
    pub const X_FRAME_OPTIONS: i32 = 700;
}
