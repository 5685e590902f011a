//! A view serves some method.

use vestibule::prelude::*;

vestibule::app! {}

#[view("/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
