//! What is wrong with a base template is said once for all of its pages.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "base/one.html")
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request, "base/two.html")
}

fn main() {}
