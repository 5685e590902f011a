//! Tests that nobody wrote.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "words/test.html", { count: 3 })
}

fn main() {}
