//! Generated code passes what an application may forbid and deny.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, rust_2018_idioms)]

use vestibule::prelude::*;

vestibule::app! { login: login }

/// A view with everything.
#[view(GET, POST, "/articles/{year}/{slug}/")]
#[login_auth(permission = "blog.read", test = is_staff)]
async fn article(request: &mut Request, year: u16, slug: String, session: Session) -> Result {
    drop(session);
    render!(request, "article.html", { year, slug })
}

fn is_staff(_: &User) -> bool {
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

fn main() {}
