//! A key is misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/", ap = crate::App)]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
