//! Words that it does not take.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor(name = "cart")]
fn basket() -> u32 {
    1
}

#[context_processor(libary)]
fn shelf() -> u32 {
    1
}

#[context_processor("cart")]
fn cart() -> u32 {
    1
}

fn main() {}
