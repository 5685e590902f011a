//! A permission belongs to an app.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "add_post": "Can add post",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
