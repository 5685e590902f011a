//! A number comes from the path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/")]
async fn article(id: u32) -> Result {
    Ok(Response::text(id.to_string()))
}

fn main() {}
