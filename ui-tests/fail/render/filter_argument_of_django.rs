//! A filter gets its argument behind a colon.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "django/colon.html", { note: "" })
}

fn main() {}
