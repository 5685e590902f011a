//! A path begins at the root.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
