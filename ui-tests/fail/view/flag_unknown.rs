//! A word that is neither a method nor a flag.

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/hook/", cached)]
async fn hook() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
