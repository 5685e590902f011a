//! A parameter has a name.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{}/")]
async fn article(slug: String) -> Result {
    Ok(Response::text(slug))
}

fn main() {}
