//! What is no name of a header.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", vary_on("Accept-Language, Cookie"))]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", vary_on("Cookie", "cookie"))]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", vary_on())]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", vary_on(Cookie))]
async fn d() -> &'static str {
    "d"
}

fn main() {}
