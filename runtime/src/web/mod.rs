//! The hall: what a request meets on its way, and what a view reaches for.

pub mod auth;
pub mod cookies;
pub mod csp;
pub mod csrf;
pub(crate) mod error_pages;
pub(crate) mod extract;
pub(crate) mod framing;
pub(crate) mod guard;
pub mod messages;
pub mod middleware;
pub(crate) mod onion;
pub(crate) mod registry;
pub(crate) mod request;
pub(crate) mod request_log;
pub(crate) mod response;
pub(crate) mod router;
pub mod sessions;
pub(crate) mod settings;
pub(crate) mod shared;
pub(crate) mod templates;
pub(crate) mod trace;
