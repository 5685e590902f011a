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
//!
//! ```
//! # use vestibule::prelude::*;
//! # use vestibule::testing::Client;
//! # vestibule::app! {}
//! use std::time::Duration;
//!
//! #[view(POST, "/theme/{name}/")]
//! async fn choose(name: String) -> Result {
//!     let year = Duration::from_secs(365 * 24 * 60 * 60);
//!     let mut response = redirect(index::url())?;
//!     response.set_cookie(SetCookie::new("theme", name).max_age(year))?;
//!     Ok(response)
//! }
//!
//! #[view(GET, "/")]
//! async fn index(cookies: Cookies) -> String {
//!     cookies.get("theme").unwrap_or("light").to_owned()
//! }
//! # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
//! let mut client = Client::new(App::build()).await?;
//! assert_eq!(client.get("/").await.text(), "light");
//! client.post("/theme/dark, warm/".replace(' ', "%20").as_str(), &[]).await;
//! assert_eq!(client.cookie("theme"), Some(r#""dark\054 warm""#));
//! assert_eq!(client.get("/").await.text(), "dark, warm");
//! # Ok(()) })? }
//! ```
//!
//! | in a view | |
//! |---|---|
//! | [`Request::cookies`](crate::Request::cookies), or an argument of type [`Cookies`] | reads |
//! | [`Response::set_cookie`](crate::Response::set_cookie), [`delete_cookie`](crate::Response::delete_cookie) | sends |
//! | [`Response::set_signed_cookie`](crate::Response::set_signed_cookie), [`Request::get_signed_cookie`](crate::Request::get_signed_cookie) | the same, proof against change |

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
