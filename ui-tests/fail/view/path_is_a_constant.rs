//! The macro sees a constant's name and not its value.

use vestibule::prelude::*;

vestibule::app! {}

const PREFIX: &str = "/articles/";

#[view(GET, PREFIX)]
async fn articles() -> Result {
    Ok(Response::text(PREFIX))
}

#[view(GET, self::PREFIX)]
async fn drafts() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
