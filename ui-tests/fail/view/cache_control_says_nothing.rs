//! The word without a directive.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_control())]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", cache_control)]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", cache_control = 300)]
async fn c() -> &'static str {
    "c"
}

fn main() {}
