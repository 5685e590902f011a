//! What stands in the path is given to the view, not lent.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{year}/{slug}/{rest}/")]
async fn article(year: &u16, slug: &str, rest: &[u8]) -> Result {
    Ok(Response::text(format!("{year}{slug}{rest:?}")))
}

fn main() {}
