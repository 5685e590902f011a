//! Django's own are there already.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "auth.add_user": "Can add user",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
