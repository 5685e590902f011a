//! A function that does not fit the view.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/a/{year}/", etag = of_nothing)]
async fn a(year: u16) -> String {
    year.to_string()
}

fn of_nothing() -> Option<String> {
    None
}

fn main() {}
