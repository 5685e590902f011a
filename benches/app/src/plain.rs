//! The views that need nothing: no session, no middleware.

use serde::Serialize;
use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[view(GET, "/plaintext", app = crate::plain::App)]
async fn plaintext() -> Response {
    Response::text_static("Hello, World!")
}

/// Two numbers, there and back.
#[derive(Debug, Serialize)]
struct Post {
    user: u64,
    post: u64,
}

#[view(GET, "/users/{user}/posts/{post}", app = crate::plain::App)]
async fn user_post(user: u64, post: u64) -> Json<Post> {
    Json(Post { user, post })
}
