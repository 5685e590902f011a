//! The attribute alone.

use vestibule::prelude::*;

#[derive(Debug)]
enum ShopError {
    #[status(404)]
    NoSuchArticle,
}

fn find() -> Result {
    Err(ShopError::NoSuchArticle)?
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
