//! Templates that are brought in are not there.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "absent/page.html")
}

fn main() {}
