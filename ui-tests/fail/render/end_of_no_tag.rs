//! An end closes nothing, and another something else.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "syntax/stray.html", { title: "Log in" })
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request, "syntax/crossed.html", { title: "Log in" })
}

fn main() {}
