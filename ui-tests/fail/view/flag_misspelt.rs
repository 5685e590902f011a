//! A flag is misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/hook/", csrf_exemt)]
async fn hook() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
