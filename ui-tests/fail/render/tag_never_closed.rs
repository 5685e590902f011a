//! A block ends nowhere.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "syntax/unclosed.html", { title: "Log in" })
}

fn main() {}
