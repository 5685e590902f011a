//! A view is no address; its `url` makes one.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/home/")]
async fn home() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, "/old/")]
async fn old() -> Result {
    redirect(home)
}

fn main() {}
