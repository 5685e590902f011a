//! Only a view can be guarded.

use vestibule::prelude::*;

vestibule::app! { login: login }

#[view(GET, "/login/")]
async fn login() -> Result {
    Ok(Response::text("log in"))
}

#[login_auth]
async fn dashboard() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
