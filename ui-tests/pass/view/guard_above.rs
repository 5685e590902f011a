//! A guard may stand above the view, below it, and in a `cfg_attr`.

use vestibule::prelude::*;

vestibule::app! { login: login, permissions: { "blog.read" on post: "Can read posts" } }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[login_auth]
#[view(GET, "/above/")]
async fn above() -> Result {
    Ok(Response::text("…"))
}

#[login_auth(permission = "blog.read")]
#[allow(clippy::unused_async)]
#[view(GET, "/far-above/")]
/// With words between.
async fn far_above() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, "/sometimes/")]
#[cfg_attr(all(), login_auth)]
async fn sometimes() -> Result {
    Ok(Response::text("…"))
}

#[view(GET, "/never/")]
#[cfg(any())]
async fn never() -> Nothing {}

fn main() {}
