//! A word stands alone.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(raise = true)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
