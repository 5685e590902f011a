//! HEAD follows GET.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, HEAD, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
