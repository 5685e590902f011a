//! A type that has no text form.

use vestibule::prelude::*;

vestibule::app! {}

struct Money;

#[view(GET, "/pay/{amount}/")]
async fn pay(amount: Money) -> Result {
    drop(amount);
    Ok(Response::text("…"))
}

fn main() {}
