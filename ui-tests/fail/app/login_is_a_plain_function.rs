//! Visitors are sent to a view.

use vestibule::prelude::*;

vestibule::app! { login: login }

async fn login() -> Result {
    Ok(Response::text("log in"))
}

fn main() {}
