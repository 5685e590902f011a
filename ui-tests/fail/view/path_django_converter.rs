//! The type stands at the argument.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/<int:id>/")]
async fn article(id: u32) -> Result {
    Ok(Response::text(id.to_string()))
}

fn main() {}
