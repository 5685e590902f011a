//! There is one request.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/articles/")]
async fn article(request: &Request, again: &mut Request) -> Result {
    drop((request, again));
    Ok(Response::text("…"))
}

fn main() {}
