//! A path with a parameter has it.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/page/{number}/")]
async fn page(number: Option<u32>) -> Result {
    Ok(Response::text(format!("{number:?}")))
}

fn main() {}
