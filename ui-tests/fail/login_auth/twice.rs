//! One guard says it all.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth]
#[login_auth(permission = "blog.read")]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
