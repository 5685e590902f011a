//! A macro of the templates is called with what it does not take.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "macros/page.html")
}

fn main() {}
