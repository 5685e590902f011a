use vestibule::prelude::*;

// The pages for logging in want sessions, users and the CSRF check.
vestibule::app! {
    middleware: [SessionMiddleware, AuthenticationMiddleware],
    include: ["/accounts" => vestibule::auth::views::App],
}

#[view(GET, "/")]
async fn index() -> &'static str {
    "Hello"
}

fn main() {}
