//! The ground: tools that know no request and no view.

pub mod base36;
pub(crate) mod blocking;
#[cfg_attr(
    not(feature = "sql"),
    allow(dead_code, reason = "`cached_db` alone puts holds, and needs a database")
)]
pub mod cache;
pub(crate) mod choices;
pub mod clock;
pub mod crypto;
pub(crate) mod data;
#[cfg(feature = "sql")]
pub(crate) mod database;
pub(crate) mod erased_body;
pub(crate) mod error;
pub(crate) mod files;
pub(crate) mod gzip;
pub(crate) mod headers;
pub mod http_date;
pub mod json;
pub(crate) mod log;
pub(crate) mod mail;
pub(crate) mod networks;
pub(crate) mod panics;
pub mod passwords;
pub(crate) mod patterns;
#[cfg(feature = "redis")]
pub(crate) mod pickle;
pub(crate) mod prefixes;
pub(crate) mod produced;
pub(crate) mod query;
pub(crate) mod ready;
pub mod signing;
pub mod storage;
pub(crate) mod sync_body;
pub(crate) mod template_data;
pub mod text;
pub mod urls;
pub(crate) mod visible;
