//! Neither a page nor a redirect is an error.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
enum ShopError {
    #[status(200)]
    NoSuchArticle,
    #[status(302)]
    Moved,
    #[status(4040)]
    SoldOut,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
