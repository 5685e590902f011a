//! A permission that nobody has: it is misspelt.

use vestibule::prelude::*;

vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[view(GET, "/home/")]
#[login_auth(permission = "blog.ad_post")]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
