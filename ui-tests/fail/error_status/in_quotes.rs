//! The number is a text.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status("404")]
struct ShopError;

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
