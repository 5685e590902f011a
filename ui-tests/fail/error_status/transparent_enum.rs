//! Its variants are different errors.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(transparent)]
enum ShopError {
    Db(std::io::Error),
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
