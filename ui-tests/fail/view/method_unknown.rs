//! A method is misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[view(PSOT, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
