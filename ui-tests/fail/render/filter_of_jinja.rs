//! Filters of Python's Jinja and of Django that are called otherwise here.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn index(request: &Request) -> Result {
    render!(request, "words/foreign.html", { text: "Hello" })
}

fn main() {}
