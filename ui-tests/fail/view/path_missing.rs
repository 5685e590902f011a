//! A view has a path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET)]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
