//! A template is asked for a macro that it does not define.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "macros/import.html")
}

fn main() {}
