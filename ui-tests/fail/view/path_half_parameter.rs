//! A parameter fills its segment.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/no-{id}/")]
async fn article(id: u32) -> Result {
    Ok(Response::text(id.to_string()))
}

fn main() {}
