//! A view is async.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/article/")]
fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
