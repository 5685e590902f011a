//! A variable is given, and the template does nothing with it.

#![deny(deprecated)]

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/vain.html", { title: "Log in", next: "/", #[allow(unused)] draft: true })
}

fn main() {}
