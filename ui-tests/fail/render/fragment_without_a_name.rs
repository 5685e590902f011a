//! The block to be rendered alone is not named.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "fragments/list.html"#)
}

fn main() {}
