//! A number that is neither in the path nor has a name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/cart/")]
async fn cart(_: u32) -> Result {
    Ok(Response::text("…"))
}

fn main() {}
