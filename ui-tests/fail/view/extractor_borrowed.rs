//! Only the request is lent.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/cart/")]
async fn cart(session: &Session, page: &str) -> Result {
    session.insert("page", page)?;
    Ok(Response::text("…"))
}

fn main() {}
