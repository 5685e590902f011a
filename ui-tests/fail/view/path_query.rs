//! The query is no part of the path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/?page=1")]
async fn articles() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
