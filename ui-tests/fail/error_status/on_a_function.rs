//! A function fails, but is no error.

use vestibule::prelude::*;

#[derive(ErrorStatus)]
#[status(404)]
fn find() -> Result {
    Ok(Response::text("hat"))
}

fn main() {}
