//! A method has a `self`.

use vestibule::prelude::*;

vestibule::app! {}

struct Shop;

impl Shop {
    #[context_processor]
    fn basket(&self) -> u32 {
        1
    }
}

fn main() {}
