//! The views of a logged-in visitor, behind all seven middlewares. Other frameworks check no forms, so these do not.

use vestibule::auth::{self, Credentials};
use vestibule::http::StatusCode;
use vestibule::minijinja::HtmlEscape;
use vestibule::prelude::*;

vestibule::app! { login: "/login" }

/// The page of a logged-in visitor; the name is escaped.
fn page(name: &str) -> String {
    const PAGE: &str = include_str!("home.html");
    let (before, after) = PAGE.split_once("{{ name }}").unwrap_or((PAGE, ""));
    format!("{before}{}{after}", HtmlEscape(name))
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
        return Ok(Response::status(StatusCode::FORBIDDEN));
    };
    auth::login(request, user).await?;
    redirect(home::url())
}
