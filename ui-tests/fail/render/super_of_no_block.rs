//! Nothing stands where `super()` asks for it.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "blocks/super.html")
}

fn main() {}
