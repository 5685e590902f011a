//! The word is `on`.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "blog.publish" of post: "Can publish posts",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
