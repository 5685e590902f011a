//! The application has no authentication.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware] }

#[view(GET, "/home/")]
async fn home(user: User) -> Result {
    drop(user);
    Ok(Response::text("…"))
}

fn main() {}
