//! A middleware stands in one place.

use vestibule::prelude::*;

vestibule::app! {}

#[middleware(order = 150)]
#[middleware(order = 250)]
async fn stopwatch(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
