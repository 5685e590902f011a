//! The application that is included declares it.

use vestibule::prelude::*;

vestibule::app! {
    include: [blog::App],
    permissions: {
        "blog.add_post": "Can add post",
    },
}

mod blog {
    vestibule::app! { permissions: { "blog.add_post": "Can add post" } }
}

#[view(GET, "/")]
async fn index() -> Result {
    Ok(Response::text("…"))
}

fn main() {}
