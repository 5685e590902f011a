//! A name is nearly one that the template itself defines.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/loop.html", { entries: ["one", "two"] })
}

fn main() {}
