//! Its error is none.

use vestibule::prelude::*;

vestibule::app! {}

struct Broken;

#[context_processor]
fn basket() -> std::result::Result<u32, Broken> {
    Err(Broken)
}

fn main() {}
