//! Each parameter has a name of its own.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/{id}/comments/{id}/")]
async fn comment(id: u32) -> Result {
    Ok(Response::text(id.to_string()))
}

fn main() {}
