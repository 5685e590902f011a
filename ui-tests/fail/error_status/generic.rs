//! A type that is many.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(404)]
struct ShopError<T, const N: usize> {
    articles: [T; N],
}

fn main() {}
