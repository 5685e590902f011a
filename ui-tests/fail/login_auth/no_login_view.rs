//! There is nowhere to send visitors.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/home/")]
#[login_auth]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
