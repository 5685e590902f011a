//! Which of them is the error inside?

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
enum ShopError {
    #[status(transparent)]
    Db(std::io::Error, std::io::Error),
    #[status(transparent)]
    SoldOut,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
