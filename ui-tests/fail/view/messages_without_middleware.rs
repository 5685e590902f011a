//! The application has no messages.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware] }

#[view(GET, "/save/")]
async fn save(messages: Messages) -> Result {
    messages.success("…");
    Ok(Response::text("…"))
}

fn main() {}
