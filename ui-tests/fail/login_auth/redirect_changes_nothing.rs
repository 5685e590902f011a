//! There is nobody to be sent away.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(redirect)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
