//! The application that is named by `app` is not there: it is said once, whatever the page asks of it.

use vestibule::prelude::*;

vestibule::app! {}

mod shop {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/misspelt.html", { author: "Ada" }, app = crate::shop::App)
}

#[view(GET, "/module/")]
async fn module(request: &Request) -> Result {
    render!(request, "names/misspelt.html", { author: "Ada" }, app = crate::shop)
}

fn main() {}
