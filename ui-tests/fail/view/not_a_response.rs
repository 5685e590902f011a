//! A type that is no answer.

use vestibule::prelude::*;

vestibule::app! {}

struct Money;

#[view(GET, "/pay/")]
async fn pay() -> Result<Money> {
    Ok(Money)
}

fn main() {}
