//! There is no `app!`.

use vestibule::prelude::*;

#[view(GET, "/article/")]
async fn article() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
