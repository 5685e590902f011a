//! Generated code does not look names up where the application may have its own.

#![allow(dead_code, unused_macros)]

mod core {}
mod std {}
mod vestibule_macros {}
struct Box;
struct String;
struct Vec;
struct TypeId;
struct Place;
enum Option {
    Some,
    None,
}
enum Result {
    Ok,
    Err,
}
trait IntoResponse {}
trait FromPath {}
trait Default {}
trait ErrorStatus {}
struct Error;
struct Meaning;
macro_rules! vec {
    () => {};
}
macro_rules! assert {
    () => {};
}

::vestibule::app! { login: login, csrf_failure: refused }

#[::vestibule::view(GET, "/articles/{year}/")]
#[::vestibule::login_auth]
async fn article(request: &mut ::vestibule::Request, year: u16) -> ::vestibule::Result {
    ::vestibule::render!(request, "article.html", { year })
}

#[::vestibule::view(GET, "/login/")]
async fn login() -> &'static str {
    "log in"
}

async fn refused(
    _request: &mut ::vestibule::Request,
    _reason: &::vestibule::csrf::CsrfError,
) -> ::vestibule::Result {
    ::vestibule::redirect("/login/")
}

#[::vestibule::context_processor]
fn language(request: &::vestibule::Request) -> ::core::option::Option<&str> {
    request.path().get(1..3)
}

#[::vestibule::context_processor]
async fn cookies(cookies: ::vestibule::cookies::Cookies) -> ::core::result::Result<u32, ::vestibule::Error> {
    let _ = cookies;
    ::core::result::Result::Ok(1)
}

#[derive(::core::default::Default)]
struct Stopwatch;

#[::vestibule::middleware(order = 250, after(::vestibule::middleware::SessionMiddleware))]
impl Stopwatch {
    fn process_request(&self, _request: &mut ::vestibule::Request) {}
}

#[::vestibule::middleware(order = 260)]
async fn timing(request: &mut ::vestibule::Request, next: ::vestibule::Next<'_>) -> ::vestibule::Response {
    next.run(request).await
}

#[derive(::core::fmt::Debug, ::vestibule::ErrorStatus)]
enum ShopError {
    #[status(404)]
    NoSuchArticle,
    #[status(transparent)]
    Inner { inner: ::std::boxed::Box<ShopError> },
}

impl ::core::fmt::Display for ShopError {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str("no")
    }
}

impl ::core::error::Error for ShopError {}

fn main() {}
