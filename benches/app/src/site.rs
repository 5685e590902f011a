//! The views of a logged-in visitor, behind all seven middlewares. Other frameworks check no forms, so these do not.

use std::sync::LazyLock;

use vestibule::auth::{self, Credentials};
use vestibule::http::StatusCode;
use vestibule::minijinja::HtmlEscape;
use vestibule::prelude::*;

vestibule::app! { login: "/login" }

/// The page of a logged-in visitor, before and after the name.
static PAGE: LazyLock<(&str, &str)> = LazyLock::new(|| {
    let page = include_str!("home.html");
    page.split_once("{{ name }}").unwrap_or((page, ""))
});

/// The name is escaped.
fn page(name: &str) -> String {
    let (before, after) = *PAGE;
    let name = HtmlEscape(name).to_string();
    [before, &name, after].concat()
}

#[view(GET, "/home/", app = crate::site::App)]
#[login_auth]
async fn home(user: User) -> Response {
    Response::html(page(user.username()))
}

#[view(POST, "/counter", csrf_exempt, app = crate::site::App)]
#[login_auth]
async fn counter(session: Session) -> Result {
    let count = session.get::<u64>("n")?.unwrap_or(0) + 1;
    session.insert("n", count)?;
    Ok(Response::text(count.to_string()))
}

#[view(POST, "/login", csrf_exempt, app = crate::site::App)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result {
    let Some(user) = auth::authenticate(request, &credentials).await? else {
        return Ok(Response::empty(StatusCode::FORBIDDEN));
    };
    auth::login(request, user).await?;
    redirect(home::url())
}
