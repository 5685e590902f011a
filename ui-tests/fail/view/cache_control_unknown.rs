//! Directives of `Cache-Control` that there are not.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", cache_control(public, max_agee = 300))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", cache_control(forever))]
async fn b() -> &'static str {
    "b"
}

fn main() {}
