//! Functions that nobody wrote.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "words/function.html")
}

fn main() {}
