//! A filter that nobody has made, and one that is nearly Django's.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn index(request: &Request) -> Result {
    render!(request, "words/unknown.html", { stars: 3, made: "2026-01-02" })
}

fn main() {}
