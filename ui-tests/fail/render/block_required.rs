//! A block that children have to fill is filled by none.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "blocks/empty.html")
}

fn main() {}
