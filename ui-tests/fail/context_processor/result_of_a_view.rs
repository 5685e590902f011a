//! `Result` alone is a response.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
async fn basket() -> Result {
    Ok(Response::text("tea"))
}

fn main() {}
