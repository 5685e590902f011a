//! The application is named as Rust names it.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/vain.html", { title: "Log in" }, app = "shop")
}

fn main() {}
