//! The page has no block of this name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "fragments/list.html"#row, { entries: ["one"] })
}

fn main() {}
