//! The application is named by `app`.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/vain.html", { title: "Log in" }, ap = crate::App)
}

fn main() {}
