//! Forms from here and from elsewhere.

mod answers;
mod bodies;
mod help;
mod reasons;
mod tokens;

use std::future::poll_fn;
use std::pin::pin;

use http_body::Body as _;
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::bytes::Bytes;
use vestibule::http::header::HeaderName;
use vestibule::http::{HeaderValue, Method};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{QueryDict, RequestBody};

vestibule::app! {
    login: "/login/",
    middleware: [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware],
}

const SECRET_KEY: &str = "thirty-two bytes or more of a secret key";

const FORM: &str = "application/x-www-form-urlencoded";

const MULTIPART: &str = "multipart/form-data; boundary=xx";

const X_CSRFTOKEN: HeaderName = HeaderName::from_static("x-csrftoken");

#[view(GET, "/", app = crate::csrf::App)]
async fn index(request: &mut Request) -> Result {
    render!(request, "note.txt", { name: "no form here" })
}

#[view(GET, POST, "/form/", app = crate::csrf::App)]
async fn form(request: &mut Request, form: Option<Form<QueryDict>>) -> Result {
    match form {
        Some(Form(fields)) => Ok(Response::text(fields.urlencode())),
        None => render!(request, "csrf_form.html", app = crate::csrf::App),
    }
}

#[view(GET, "/token/", app = crate::csrf::App)]
async fn token(request: &Request) -> Result {
    request.csrf_token().map(Response::text)
}

#[view(GET, "/cookie/", ensure_csrf_cookie, app = crate::csrf::App)]
async fn cookie() -> &'static str {
    "for a script"
}

#[view(POST, "/hook/", csrf_exempt, app = crate::csrf::App)]
async fn hook() -> &'static str {
    "hooked"
}

#[view(GET, POST, PUT, PATCH, DELETE, "/bytes/", app = crate::csrf::App)]
async fn bytes(body: Bytes) -> Bytes {
    body
}

#[view(POST, "/json/", app = crate::csrf::App)]
async fn json(Json(value): Json<serde_json::Value>) -> Result {
    Response::json(&value)
}

#[view(POST, "/stream/", app = crate::csrf::App)]
async fn stream(body: RequestBody) -> Result<String> {
    let mut body = pin!(body);
    let (mut length, mut first, mut last) = (0, None, Bytes::new());
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        if let Ok(data) = frame.map_err(|error| Error::bad_request("no body").caused_by(error))?.into_data() {
            first.get_or_insert(data.len());
            (length, last) = (length + data.len(), data);
        }
    }
    Ok(format!("{length} from {} {}", first.unwrap_or_default(), String::from_utf8_lossy(&last)))
}

#[view(POST, "/login/", app = crate::csrf::App)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result {
    match auth::authenticate(request, &credentials).await? {
        Some(user) => auth::login(request, user).await?,
        None => return Err(Error::permission_denied("not you")),
    }
    Ok(Response::text("welcome"))
}

#[view(GET, "/fails/", app = crate::csrf::App)]
async fn fails(request: &Request) -> Result {
    request.csrf_token()?;
    Err(Error::internal("after all"))
}

fn site() -> Site<App> {
    site_with_password("123")
}

fn site_with_password(password: &str) -> Site<App> {
    App::build().users(FixedUsers::new([("gary", password)])).settings(|settings| {
        settings.database_url = "sqlite::memory:".into();
        settings.secure_proxy_ssl_header = Some(("X-Forwarded-Proto".into(), "https".into()));
    })
}

async fn client() -> Client {
    Client::new(site()).await.unwrap().enforce_csrf_checks()
}

async fn with_sessions() -> Client {
    let site = site().settings(|settings| settings.csrf_use_sessions = true);
    Client::new(site).await.unwrap().enforce_csrf_checks()
}

/// The token that a page is given.
async fn token_for(client: &mut Client) -> String {
    client.get("/token/").await.text()
}

async fn post_with(client: &mut Client, path: &str, kind: &str, token: &str, body: &str) -> TestResponse {
    let mut scripted = client.clone();
    scripted.headers_mut().insert(X_CSRFTOKEN, HeaderValue::from_str(token).unwrap());
    scripted.request(Method::POST, path, Some(kind), body.to_owned()).await
}

fn reason(answer: &TestResponse) -> &str {
    answer.errors().first().map(String::as_str).unwrap_or_default()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map(|(found, _)| found).unwrap()
}
