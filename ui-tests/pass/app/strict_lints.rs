//! Generated code passes what an application may forbid, without an `#[allow]`, which would be E0453.
#![forbid(
    warnings,
    unused,
    nonstandard_style,
    future_incompatible,
    rust_2018_idioms,
    dead_code,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    private_bounds,
    private_interfaces,
    unsafe_code,
    missing_docs,
    missing_debug_implementations,
    missing_copy_implementations,
    unnameable_types,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    unused_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    explicit_outlives_requirements,
    let_underscore_drop,
    redundant_lifetimes
)]

use vestibule::prelude::*;

vestibule::app! {
    login: login,
    middleware: [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware, Own],
    permissions: { "blog.view_article": "Can view article", "blog.read" on article: "Can read articles" },
}

/// A view with everything.
#[view(GET, POST, "/articles/{year}/{slug}/")]
#[login_auth(permission = ["blog.read", "blog.view_article"], test = is_author, staff, redirect)]
async fn article(request: &mut Request, year: u16, slug: String, session: Session) -> Result {
    drop(session);
    render!(request, "article.html", { year, slug })
}

fn is_author(_: &User) -> bool {
    true
}

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[derive(Debug, Default)]
struct Stopwatch;

#[middleware(order = 250, after(SessionMiddleware))]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}

    async fn process_response(&self, _request: &mut Request, response: Response) -> Result {
        Ok(response)
    }
}

#[middleware(order = 260)]
async fn timing(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[derive(Clone, Copy, Debug, Default)]
struct Own;

#[middleware(order = 270, library)]
impl Own {
    fn process_request(&self, _request: &mut Request) {}
}

#[derive(Debug, ErrorStatus)]
enum ShopError {
    #[status(404)]
    NoSuchArticle,
    #[status(transparent)]
    Forged(Forged),
}

#[derive(Clone, Copy, Debug, ErrorStatus)]
#[status(suspicious)]
struct Forged;

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no")
    }
}

impl std::fmt::Display for Forged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("forged")
    }
}

impl std::error::Error for ShopError {}
impl std::error::Error for Forged {}

#[view(GET, "/buy/")]
async fn buy() -> Result {
    if std::env::args().len() > 1 { Err(ShopError::Forged(Forged))? } else { Err(ShopError::NoSuchArticle)? }
}

mod nested {
    use vestibule::prelude::*;

    vestibule::app! { name: Admin }

    #[view(GET, "/{*rest}", csrf_exempt, app = Admin)]
    pub(crate) async fn everything(mut rest: String) -> impl IntoResponse {
        rest.push('!');
        rest
    }
}

fn main() {}
