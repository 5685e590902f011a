//! `render!` needs a request and a template.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!()
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request)
}

fn main() {}
