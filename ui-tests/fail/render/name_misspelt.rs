//! A name is nearly one that is given: no second word is said of that.

#![deny(warnings)]

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/misspelt.html", { article: "On templates", author: "Ada" })
}

fn main() {}
