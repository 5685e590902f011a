//! A test looks at the user.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

fn is_staff(name: &str) -> bool {
    name == "ada"
}

#[view(GET, "/home/")]
#[login_auth(test = is_staff)]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
