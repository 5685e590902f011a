//! A type that cannot be taken from a request.

use vestibule::prelude::*;

vestibule::app! {}

struct Money;

#[view(GET, "/pay/")]
async fn pay(amount: Money) -> Result {
    drop(amount);
    Ok(Response::text("…"))
}

fn main() {}
