//! What every page sees has fields that are known, and permissions are declared.

use vestibule::prelude::*;

vestibule::app! { permissions: { "blog.add_post": "Can add post" } }

#[view(GET, "/")]
async fn index(request: &Request) -> Result {
    render!(request, "framework/fields.html")
}

fn main() {}
