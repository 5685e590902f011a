//! What a template hands over becomes none of these.

use vestibule::prelude::*;

vestibule::app! {}

struct Book;

#[filter]
fn name_of(_book: Book) -> &'static str {
    "title"
}

fn main() {}
