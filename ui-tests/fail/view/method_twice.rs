//! A method is given twice.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, POST, GET, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
