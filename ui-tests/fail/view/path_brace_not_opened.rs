//! A brace is missing.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/slug}/")]
async fn article(slug: String) -> Result {
    Ok(Response::text(slug))
}

fn main() {}
