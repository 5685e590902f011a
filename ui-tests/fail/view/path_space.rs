//! Some characters fit no path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/old articles/")]
async fn articles() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
