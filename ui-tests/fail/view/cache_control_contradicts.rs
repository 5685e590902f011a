//! Directives of which one can hold.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_control(public, private))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", cache_control(max_age = 300, no_store))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", never_cache, cache_control(no_cache))]
async fn c() -> &'static str {
    "c"
}

fn main() {}
