//! Nobody ever is logged in.

use vestibule::prelude::*;

vestibule::app! { login: "/sso/", middleware: [SessionMiddleware] }

#[view(GET, "/home/")]
#[login_auth]
async fn home() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
