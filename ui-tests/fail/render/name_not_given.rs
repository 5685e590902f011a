//! A name is given by nobody.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/nobody.html")
}

fn main() {}
