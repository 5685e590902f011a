//! What is no rate.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", rate_limit("5"))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", rate_limit("5/w"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", rate_limit("many/m"))]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", rate_limit("0/m"))]
async fn d() -> &'static str {
    "d"
}

#[view(GET, "/e/", rate_limit("5/0s", "5/400d"))]
async fn e() -> &'static str {
    "e"
}

#[view(GET, "/f/", rate_limit())]
async fn f() -> &'static str {
    "f"
}

#[view(GET, "/g/", rate_limit(5))]
async fn g() -> &'static str {
    "g"
}

#[view(GET, "/h/", rate_limit)]
async fn h() -> &'static str {
    "h"
}

fn main() {}
