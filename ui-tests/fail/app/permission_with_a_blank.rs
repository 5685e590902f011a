//! It must be written elsewhere too.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "blog.add post": "Can add post",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
