//! The application has no sessions.

use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[view(GET, "/cart/")]
async fn cart(session: Session) -> Result {
    drop(session);
    Ok(Response::text("…"))
}

fn main() {}
