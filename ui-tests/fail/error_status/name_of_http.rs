//! The status as the crate `http` calls it.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(StatusCode::NOT_FOUND)]
struct ShopError;

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
