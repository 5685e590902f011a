//! The compiler looks it up, and sees no constants.

use vestibule::prelude::*;

vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = ADD_POST)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
