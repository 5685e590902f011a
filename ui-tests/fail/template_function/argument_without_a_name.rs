//! Templates may give it by its name.

use vestibule::prelude::*;

vestibule::app! {}

#[template_function]
fn sum((a, b): (u32, u32)) -> u32 {
    a + b
}

fn main() {}
