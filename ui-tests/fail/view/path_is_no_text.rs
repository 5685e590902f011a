//! Literals that are no strings, and several paths.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, b"/bytes/")]
async fn bytes() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, c"/c/")]
async fn c() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, 404)]
async fn number() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, ["/a/", "/b/"])]
async fn several() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
