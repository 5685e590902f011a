//! Which content type is it of?

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "blog.publish": "Can publish posts",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
