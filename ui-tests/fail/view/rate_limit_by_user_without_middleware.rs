//! Nobody knows who is asking.

use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[view(GET, "/a/", rate_limit("5/m", by = user))]
async fn a() -> &'static str {
    "a"
}

fn main() {}
