//! What a view may answer with, and a view that borrows for as long as it says.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/text/")]
async fn text() -> &'static str {
    "…"
}

#[view(GET, "/opaque/")]
async fn opaque() -> impl IntoResponse {
    "…"
}

#[view(GET, "/own-error/")]
async fn own_error() -> Result<&'static str, std::num::ParseIntError> {
    "1".parse::<u8>().map(|_| "…")
}

#[view(GET, "/borrowed/")]
async fn borrowed<'r>(request: &'r mut Request) -> Result<Response> {
    let _: &'r mut Request = request;
    Ok(Response::text("…"))
}

fn main() {}
