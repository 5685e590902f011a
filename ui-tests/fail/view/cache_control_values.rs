//! Directives without the value that they have, or with one that they have not.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_control(public = true))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", cache_control(max_age))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", cache_control(max_age = "300", s_maxage = 60 * MINUTE, stale_if_error = 5_000_000_000))]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", cache_control(no_cache = 5))]
async fn d() -> &'static str {
    "d"
}

#[allow(dead_code)]
const MINUTE: u64 = 60;

fn main() {}
