//! A function that does not say by what to count.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/", rate_limit("5/m", by = says_a_number))]
async fn a() -> &'static str {
    "a"
}

fn says_a_number(_: &Request) -> u32 {
    5
}

fn main() {}
