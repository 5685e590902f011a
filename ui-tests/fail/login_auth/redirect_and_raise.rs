//! It is one or the other.

use vestibule::prelude::*;

vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = "blog.add_post", raise, redirect)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
