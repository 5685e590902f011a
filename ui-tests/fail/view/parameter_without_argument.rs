//! Every parameter is taken by an argument.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/{year}/{slug}/")]
async fn article(year: u16) -> Result {
    Ok(Response::text(year.to_string()))
}

fn main() {}
