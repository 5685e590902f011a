//! `order` is given a number.

use vestibule::prelude::*;

vestibule::app! {}

#[middleware(order)]
async fn one(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[middleware(150)]
async fn two(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[middleware(order = 152, after = SessionMiddleware)]
async fn three(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[middleware(order = 153, after("SessionMiddleware"))]
async fn four(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

fn main() {}
