//! Directives for robots of which one can hold.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", robots("noindex, index"))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", robots("noindex", "all"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", robots("none, none"))]
async fn c() -> &'static str {
    "c"
}

fn main() {}
