//! Methods are written as in HTTP.

use vestibule::prelude::*;

vestibule::app! {}

#[view(get, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
