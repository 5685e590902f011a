//! A text is not taken from a request.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
async fn basket(name: String) -> String {
    name
}

fn main() {}
