//! Of one directive, and of one word, there is one.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_control(max_age = 1, public, max_age = 2))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", cache_control(public), cache_control(immutable))]
async fn b() -> &'static str {
    "b"
}

fn main() {}
