//! What the included application counts on, the one around it has left out.

use vestibule::prelude::*;

mod blog {
    use vestibule::prelude::*;

    vestibule::app! { name: BlogApp, login: "/sso/" }

    #[view(POST, "/blog/", app = crate::blog::BlogApp)]
    async fn post(_request: &Request) -> &'static str {
        "posted"
    }
}

vestibule::app! {
    middleware: [
        SecurityMiddleware, SessionMiddleware, CommonMiddleware, AuthenticationMiddleware, MessageMiddleware,
        XFrameOptionsMiddleware,
    ],
    include: [blog::BlogApp],
}

fn main() {}
