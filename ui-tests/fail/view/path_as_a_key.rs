//! As other frameworks write it.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, path = "/articles/")]
async fn articles() -> Result {
    Ok(Response::text("…"))
}

#[view(methods = ["GET"], "/drafts/")]
async fn drafts() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
