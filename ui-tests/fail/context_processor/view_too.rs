//! One function is one thing.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
#[view(GET, "/basket/")]
async fn basket() -> &'static str {
    "tea"
}

#[view(GET, "/shelf/")]
#[context_processor]
async fn shelf() -> &'static str {
    "books"
}

fn main() {}
