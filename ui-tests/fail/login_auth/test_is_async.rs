//! A test has nothing to wait for.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

async fn is_author(user: &User) -> bool {
    user.is_staff()
}

#[view(GET, "/home/")]
#[login_auth(test = is_author)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
