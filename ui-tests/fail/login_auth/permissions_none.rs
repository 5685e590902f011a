//! Everybody has all of none.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = [])]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
