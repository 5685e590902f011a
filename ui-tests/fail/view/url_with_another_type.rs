//! A link passes its arguments in the wrong order.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{year}/{slug}/")]
async fn article(slug: String, year: u16) -> Result {
    Ok(Response::text(format!("{year} {slug}")))
}

fn main() {
    article::url("vestibules", 2026);
}
