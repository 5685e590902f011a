//! It is a text.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        blog.add_post: "Can add post",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
