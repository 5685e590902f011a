//! A view has one path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/")]
#[view(GET, "/articles/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
