//! An argument was meant for the parameter.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{slug}/")]
async fn article(slog: String) -> Result {
    Ok(Response::text(slog))
}

fn main() {}
