//! It is written as Django's table has it.

use vestibule::prelude::*;

vestibule::app! {
    permissions: {
        "blog.publish" on Post: "Can publish posts",
    },
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
