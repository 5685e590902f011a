//! Nothing is left after the rest.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/files/{*name}/edit/")]
async fn edit(name: String) -> Result {
    Ok(Response::text(name))
}

fn main() {}
