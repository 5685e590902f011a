//! What no robot knows.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", robots("no-index"))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", robots("hidden"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", robots("max-snippet"))]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", robots("noindex, "))]
async fn d() -> &'static str {
    "d"
}

fn main() {}
