//! It is declared once.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "blog.add_post": "Can add post",
        "blog.add_post": "May add posts",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
