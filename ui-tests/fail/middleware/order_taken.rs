//! Two middlewares cannot stand in one place.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

#[middleware(order = 100 + 50)]
async fn timing(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
