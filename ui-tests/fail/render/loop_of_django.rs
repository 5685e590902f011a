//! Names that Django has in a loop and in a block.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "django/forloop.html", { entries: ["one"] })
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request, "django/block_super.html")
}

fn main() {}
