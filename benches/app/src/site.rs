//! The views of a logged-in visitor, behind sessions, authentication and headers of protection.

use vestibule::auth::{self, Credentials};
use vestibule::http::StatusCode;
use vestibule::http::header::{
    HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
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

#[view(POST, "/counter", app = crate::site::App)]
#[login_auth]
async fn counter(session: Session) -> Result {
    let count = session.get::<u64>("n")?.unwrap_or(0) + 1;
    session.insert("n", count)?;
    Ok(Response::text(count.to_string()))
}

#[view(POST, "/login", app = crate::site::App)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result {
    let Some(user) = auth::authenticate(request, &credentials).await? else {
        return Ok(Response::status(StatusCode::FORBIDDEN));
    };
    auth::login(request, user).await?;
    redirect(home::url())
}

/// What the security and clickjacking middlewares send by default.
#[derive(Default)]
struct SecurityHeaders;

#[middleware(order = order::SECURITY, app = crate::site::App)]
impl SecurityHeaders {
    fn process_response(&self, _: &mut Request, mut response: Response) -> Response {
        const HEADERS: [(HeaderName, HeaderValue); 4] = [
            (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
        ];
        for (name, value) in HEADERS {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
