//! Two applications of one name in one module.

use vestibule::prelude::*;

vestibule::app! {}

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
