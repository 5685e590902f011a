//! The attribute names no status.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
enum ShopError {
    #[status]
    NoSuchArticle,
    #[status()]
    SoldOut,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
