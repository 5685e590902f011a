//! The type is none that is taken from a request.

use vestibule::prelude::*;

vestibule::app! {}

struct Shop;

#[context_processor]
async fn basket(_shop: Shop) -> u32 {
    1
}

fn main() {}
