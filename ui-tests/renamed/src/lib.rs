//! An application whose Cargo.toml calls vestibule `v`. It must compile; nothing calls it.

use v::prelude::*;

v::app! { login: login }

/// Shows the form.
#[view(GET, "/login/")]
pub async fn login(request: &mut Request) -> Result {
    v::render!(request, "login.html", { next: "/" })
}

/// Guarded, with an argument from the path.
#[view(GET, "/home/{name}/")]
#[login_auth]
pub async fn home(name: String) -> Result {
    Ok(Response::text(name))
}

/// On every page.
#[context_processor]
pub async fn visitor(user: Option<User>) -> Result<Option<String>> {
    Ok(user.map(|user| user.to_string()))
}

/// Does nothing.
#[derive(Debug, Default)]
pub struct Idle;

#[middleware(order = 250)]
impl Idle {
    fn process_request(&self, _request: &mut Request) {}
}

/// There is none.
#[derive(Debug, ErrorStatus)]
#[status(404)]
pub struct NoSuchArticle;

impl std::fmt::Display for NoSuchArticle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no such article")
    }
}

impl std::error::Error for NoSuchArticle {}
