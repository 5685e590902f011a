//! Nothing tells its fields apart.

use vestibule::prelude::*;

#[derive(ErrorStatus)]
#[status(404)]
union ShopError {
    code: u32,
}

fn main() {}
