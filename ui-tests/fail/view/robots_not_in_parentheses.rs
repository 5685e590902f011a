//! The word with its value where another has it.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", robots = "noindex")]
async fn a() -> &'static str {
    "a"
}

#[view(GET, "/b/", robots())]
async fn b() -> &'static str {
    "b"
}

#[view(GET, "/c/", robots(noindex))]
async fn c() -> &'static str {
    "c"
}

#[view(GET, "/d/", noindex)]
async fn d() -> &'static str {
    "d"
}

fn main() {}
