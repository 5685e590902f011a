//! Methods are words, not strings.

use vestibule::prelude::*;

vestibule::app! {}

#[view("GET", "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
