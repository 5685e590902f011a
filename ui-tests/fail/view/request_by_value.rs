//! The request is lent, not given.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/cart/")]
async fn cart(request: Request) -> Result {
    Ok(Response::text(request.path()))
}

fn main() {}
