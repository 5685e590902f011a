//! An error goes from thread to thread.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(404)]
struct ShopError {
    article: std::rc::Rc<str>,
}

impl std::fmt::Display for ShopError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("sold out")
    }
}

impl std::error::Error for ShopError {}

fn main() {}
