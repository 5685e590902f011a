//! Cookies, in and out.
//!
//! ```text
//! Cookie: sessionid=k3xq…; theme="dark\054 warm"
//! Set-Cookie: sessionid=k3xq…; expires=Fri, 16 Jan 2026 03:04:05 GMT; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax
//! ```
//!
//! What a request brought is in [`Cookies`], one map however many `Cookie` lines there were. What goes out
//! is described by a [`SetCookie`] and collected in the response's [`CookieJar`].
//! Values travel in the quoting of Python's `http.cookies`, which [`quote`] and [`Cookies`] undo for one
//! another: `dark, warm` stands above as `"dark\054 warm"`, and nothing is percent-encoded.
//!
//! [`sign_cookie`] and [`get_signed`] do the same for values that their holder may read but not change.

mod jar;
mod kind;
mod parse;
pub(crate) mod prefix;
mod same_site;
mod set_cookie;
mod signed;
mod value;

pub use self::jar::CookieJar;
pub use self::parse::Cookies;
pub use self::same_site::SameSite;
pub use self::set_cookie::{CookieError, Expires, MAX_COOKIE_BYTES, SetCookie};
pub(crate) use self::signed::KEY_PREFIX as SIGNED_COOKIE_KEY_PREFIX;
pub use self::signed::{get_signed, sign_cookie, sign_value, verify_value};
pub use self::value::quote;
