//! Content Security Policy: what a page may load, and from where (W3C, CSP Level 3; Django 6.0,
//! `utils/csp.py`).
//!
//! ```text
//! default-src 'self'; script-src 'self' 'nonce-vVWzr5dl4Y0JDvh0J8g4cQ'; upgrade-insecure-requests
//! directive   sources  ;                                               ; directive without any
//! ```
//!
//! A policy stands in the settings `secure_csp` and `secure_csp_report_only`, as the header has it or as a
//! table, with [`NONCE`] in the place of the nonce; [`ContentSecurityPolicyMiddleware`] sends it. The nonce
//! is made when a page asks for it, by [`Request::csp_nonce`] or `{{ csp_nonce }}`; of a page that does not,
//! the policy has none.
//!
//! ```toml
//! secure_csp = "default-src 'self'; script-src 'self' 'nonce'"
//!
//! [secure_csp_report_only]
//! default-src = ["'self'", "https://cdn.example.com"]
//! upgrade-insecure-requests = true
//! ```
//!
//! [`ContentSecurityPolicyMiddleware`]: crate::middleware::ContentSecurityPolicyMiddleware
//! [`Request::csp_nonce`]: crate::Request::csp_nonce
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! { middleware: [ContentSecurityPolicyMiddleware] }
//! use vestibule::csp::{NONCE, Policy, SELF};
//!
//! #[view(GET, "/")]
//! async fn index(request: &Request) -> Result {
//!     let nonce = request.csp_nonce()?;
//!     Ok(Response::html(format!("<script nonce=\"{nonce}\">hello()</script>")))
//! }
//!
//! #[view(GET, "/plain/")]
//! async fn plain() -> &'static str { "" }
//!
//! /// A page that shows maps from elsewhere.
//! #[view(GET, "/map/")]
//! async fn map() -> Response {
//!     let mut response = Response::html("");
//!     response.csp_override(Policy::new().with("img-src", [SELF, "https://tiles.example.com"]));
//!     response
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//!
//! let site = App::build().settings(|settings| {
//!     settings.secure_csp = Policy::new().with("script-src", [SELF, NONCE]);
//! });
//! let mut client = Client::new(site).await?;
//! let response = client.get("/").await;
//! let policy = response.header("Content-Security-Policy").unwrap();
//! let nonce = policy.strip_prefix("script-src 'self' 'nonce-").unwrap().trim_end_matches('\'');
//! assert!(response.text().contains(nonce));
//!
//! let header = |response: &vestibule::testing::TestResponse| response.header("Content-Security-Policy").map(str::to_owned);
//! assert_eq!(header(&client.get("/plain/").await).as_deref(), Some("script-src 'self'"));
//! assert_eq!(header(&client.get("/map/").await).as_deref(), Some("img-src 'self' https://tiles.example.com"));
//! # Ok(()) })? }
//! ```

mod nonce;
mod policy;

pub use policy::Policy;

pub(crate) use nonce::Nonce;

/// Nothing at all.
pub const NONE: &str = "'none'";
/// The site itself: the same scheme, host and port.
pub const SELF: &str = "'self'";
/// Scripts and styles within the page, which is what a policy is there to prevent.
pub const UNSAFE_INLINE: &str = "'unsafe-inline'";
/// Text that becomes code: `eval`.
pub const UNSAFE_EVAL: &str = "'unsafe-eval'";
/// Event handlers whose hash is in the list.
pub const UNSAFE_HASHES: &str = "'unsafe-hashes'";
/// What trusted scripts load is trusted.
pub const STRICT_DYNAMIC: &str = "'strict-dynamic'";
/// The first characters of what was refused go into the report.
pub const REPORT_SAMPLE: &str = "'report-sample'";
/// WebAssembly may be compiled.
pub const WASM_UNSAFE_EVAL: &str = "'wasm-unsafe-eval'";
/// The place of the nonce: sent as `'nonce-…'` if the page has asked for one, and else left out.
pub const NONCE: &str = "'nonce'";
