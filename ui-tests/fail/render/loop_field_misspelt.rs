//! What `loop` does not have, and where there is none.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "loops/field.html", { entries: ["one"] })
}

fn main() {}
