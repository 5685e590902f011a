//! An enum is what a field chooses from.

use vestibule::prelude::*;

#[derive(Form)]
enum Kind {
    News,
    Review,
}

fn main() {}
