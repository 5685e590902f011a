//! Visitors bring no arguments.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/{site}/login/")]
async fn login(site: String) -> Result {
    Ok(Response::text(site))
}

fn main() {}
