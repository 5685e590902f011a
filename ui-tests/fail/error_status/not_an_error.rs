//! A type with a status that is no error.

use vestibule::prelude::*;

#[derive(Debug, ErrorStatus)]
#[status(404)]
struct ShopError;

fn main() {}
