//! What every page has takes no argument of this name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "words/built_in_name.html", { numbers: [3, 1] })
}

fn main() {}
