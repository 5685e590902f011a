//! A view asks for the CSRF cookie in an application that has none.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware] }

#[view(GET, "/map/", ensure_csrf_cookie)]
async fn map() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
