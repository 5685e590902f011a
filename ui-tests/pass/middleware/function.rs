//! A function that wraps what comes next, on an order that is computed.

use vestibule::prelude::*;

vestibule::app! {}

const FIRST: i32 = 210;

#[middleware(order = FIRST)]
async fn first(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[middleware(order = FIRST + 1, after(first))]
async fn second(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
