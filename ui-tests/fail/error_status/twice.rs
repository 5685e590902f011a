//! Two statuses of one variant.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
enum ShopError {
    #[status(404)]
    #[status(410)]
    NoSuchArticle,
    #[status(409, 410)]
    SoldOut,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
