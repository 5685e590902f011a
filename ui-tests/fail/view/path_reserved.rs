//! The pages of a debug build have an address that no view takes.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/__vestibule__/status/")]
async fn status() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
