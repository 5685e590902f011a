//! What is no name of a function.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", etag = "v1")]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", last_modified("2026-01-01"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", etag = 5)]
async fn c() -> &'static str {
    "c"
}

fn main() {}
