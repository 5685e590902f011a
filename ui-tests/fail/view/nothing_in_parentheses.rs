//! Neither a method nor a path.

use vestibule::prelude::*;

vestibule::app! {}

#[view]
async fn articles() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
