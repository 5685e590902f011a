//! Nothing comes behind the variables.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/vain.html", { title: "Log in" }, 404)
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request, "names/vain.html", { title: "Log in" } 404)
}

fn main() {}
