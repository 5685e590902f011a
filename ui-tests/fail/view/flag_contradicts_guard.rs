//! A view for everyone that lets in only users.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/", public)]
#[login_auth]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
