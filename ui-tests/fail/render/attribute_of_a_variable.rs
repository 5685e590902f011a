//! A variable has one attribute, and this is another.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/vain.html", { #[serde(skip)] title: "Log in" })
}

fn main() {}
