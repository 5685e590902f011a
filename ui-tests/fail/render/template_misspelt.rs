//! There is a template of nearly this name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/mispelt.html")
}

fn main() {}
