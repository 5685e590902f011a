//! A link leaves an argument out.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{year}/{slug}/")]
async fn article(year: u16, slug: String) -> Result {
    Ok(Response::text(format!("{year} {slug}")))
}

fn main() {
    article::url(2026);
}
