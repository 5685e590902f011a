//! There is no template of this name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "blog/archive.html")
}

fn main() {}
