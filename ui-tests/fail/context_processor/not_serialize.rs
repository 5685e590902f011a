//! What it gives back cannot be shown.

use vestibule::prelude::*;

vestibule::app! {}

struct Basket;

#[context_processor]
async fn basket() -> Result<Option<Basket>> {
    Ok(Some(Basket))
}

#[context_processor]
fn other() -> Basket {
    Basket
}

fn main() {}
