//! A permission belongs to an app.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = "read")]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
