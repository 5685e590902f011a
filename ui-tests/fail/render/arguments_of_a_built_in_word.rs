//! What every page has takes another number of arguments.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "words/built_in.html", { title: "Log in", count: 3 })
}

fn main() {}
