//! A flag is given a value.

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/hook/", csrf_exempt = true)]
async fn hook() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
