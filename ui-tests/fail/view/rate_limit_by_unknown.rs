//! What requests cannot be counted by.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", rate_limit("5/m", per = ip))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", rate_limit("5/m", by = "ip"))]
async fn b() -> &'static str {
    "b"
}

fn main() {}
