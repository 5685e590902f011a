//! What means something there already.

use vestibule::prelude::*;

vestibule::app! {}

#[template_function]
fn caller() -> u32 {
    1
}

#[template_function]
fn request() -> u32 {
    1
}

fn main() {}
