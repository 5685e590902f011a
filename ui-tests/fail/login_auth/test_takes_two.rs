//! A test looks at the user alone.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

fn is_author(user: &User, post: u32) -> bool {
    user.is_staff() && post > 0
}

#[view(GET, "/home/")]
#[login_auth(test = is_author)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
