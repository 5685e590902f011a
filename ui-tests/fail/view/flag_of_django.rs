//! Decorators of Django for which there is nothing to do.

use vestibule::prelude::*;

vestibule::app! {}

#[view(POST, "/hook/", csrf_protect, requires_csrf_token)]
async fn hook() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
