//! Tags of Django that are values here.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "django/csrf.html")
}

#[view(GET, "/other/")]
async fn other(request: &Request) -> Result {
    render!(request, "django/url.html", { year: 2026 })
}

#[view(GET, "/third/")]
async fn third(request: &Request) -> Result {
    render!(request, "django/static.html")
}

fn main() {}
