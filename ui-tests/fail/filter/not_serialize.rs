//! What a template cannot show.

use vestibule::prelude::*;

vestibule::app! {}

struct Book;

#[filter]
fn book(_title: &str) -> Book {
    Book
}

fn main() {}
