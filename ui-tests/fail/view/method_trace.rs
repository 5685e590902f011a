//! A method that no view serves.

use vestibule::prelude::*;

vestibule::app! {}

#[view(TRACE, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
