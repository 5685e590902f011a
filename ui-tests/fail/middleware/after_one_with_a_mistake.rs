//! The one that another comes after has a mistake, which is said once.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, Stopwatch] }

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 250, library)]
impl Stopwatch {
    fn proces_request(&self, _request: &mut Request) {}
}

#[middleware(order = 260)]
async fn counting(_request: &mut Request) -> Response {
    Response::text("")
}

#[middleware(order = 240, after(Stopwatch, counting))]
async fn timing(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
