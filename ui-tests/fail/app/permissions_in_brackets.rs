//! There are two texts for each.

use vestibule::prelude::*;

vestibule::app! {
    permissions: ["blog.add_post"],
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
