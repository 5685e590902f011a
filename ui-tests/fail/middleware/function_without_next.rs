//! A function wraps what comes next.

use vestibule::prelude::*;

vestibule::app! {}

#[middleware(order = 150)]
async fn timing(request: &mut Request) -> Result {
    drop(request);
    Ok(Response::text("…"))
}

fn main() {}
