//! A block is filled that no parent has.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "blocks/page.html")
}

fn main() {}
