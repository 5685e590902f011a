//! An error that holds what it does not own.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(404)]
struct ShopError<'a> {
    article: &'a str,
}

fn main() {}
