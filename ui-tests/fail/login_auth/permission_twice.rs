//! One of two is another.

use vestibule::prelude::*;

vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = ["blog.add_post", "blog.add_post"])]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
