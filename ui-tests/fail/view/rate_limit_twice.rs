//! Two rates that count the same.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", rate_limit("5/m", "10/m"))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", rate_limit("5/m", by = ip), rate_limit("100/60s", by = ip))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", rate_limit("5/m", by = ip, by = user))]
async fn c() -> &'static str {
    "c"
}

fn main() {}
