//! A path that other macros or operators would have to make.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, concat!("/articles", "/drafts/"))]
async fn drafts() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, format!("/articles/{}/", 2026))]
async fn year() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, "/articles" + "/new/")]
async fn new() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
