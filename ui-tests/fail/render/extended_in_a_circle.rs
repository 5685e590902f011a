//! Two templates extend each other.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "circle/one.html")
}

fn main() {}
