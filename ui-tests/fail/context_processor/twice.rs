//! One variable has one name.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
#[context_processor]
fn basket() -> u32 {
    1
}

fn main() {}
