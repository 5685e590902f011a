//! What is borrowed is the request.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/pay/")]
async fn pay(request: &mut Response) -> Result {
    drop(request);
    Ok(Response::text("…"))
}

fn main() {}
