//! All mistakes of a template are said at once.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "syntax/several.html", { entries: ["one"] })
}

fn main() {}
