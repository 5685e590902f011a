//! A flag is given twice.

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/hook/", csrf_exempt, csrf_exempt)]
async fn hook() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
