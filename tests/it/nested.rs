//! Our application inside of a real axum, and an axum inside of that.

use std::convert::Infallible;

use axum::Extension;
use axum::routing::get;
use tower_service::Service as _;
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::bytes::Bytes;
use vestibule::http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use vestibule::http::{Method, Request as HttpRequest, Response as HttpResponse};
use vestibule::prelude::*;
use vestibule::{Body, Mount};

use crate::pieces::Pieces;

vestibule::app! {
    login: login,
    middleware: [SessionMiddleware, CommonMiddleware, AuthenticationMiddleware],
}

#[view(GET, POST, "/login/", app = crate::nested::App)]
async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    if let Some(Form(credentials)) = form
        && let Some(user) = auth::authenticate(request, &credentials).await?
    {
        auth::login(request, user).await?;
        return redirect(home::url());
    }
    Ok(Response::text("who are you?"))
}

#[view(GET, "/home/", app = crate::nested::App)]
#[login_auth]
async fn home(user: User) -> String {
    format!("Hello {user}")
}

#[view(POST, "/echo/", app = crate::nested::App)]
async fn echo(body: Bytes) -> Bytes {
    body
}

#[view(GET, "/stream/", app = crate::nested::App)]
async fn stream() -> HttpResponse<Pieces> {
    HttpResponse::new(["one", "two"].into_iter().map(Bytes::from).collect())
}

#[view(GET, "/broken/", app = crate::nested::App)]
async fn broken() -> Result {
    Err(Error::internal("out of order"))
}

#[derive(Default)]
struct HandOn;

#[middleware(order = order::AUTHENTICATION + 1, after(AuthenticationMiddleware), app = crate::nested::App)]
impl HandOn {
    async fn process_view(&self, request: &mut Request, view: &View) -> Result<()> {
        if view.name() == "mount /api"
            && let Some(user) = request.user().await?
        {
            request.extensions_mut().insert(user);
        }
        Ok(())
    }
}

/// Axum's routes outside, ours behind them, and axum's again below a prefix of ours.
async fn router() -> axum::Router {
    let who = async |user: Option<Extension<User>>| match user {
        Some(Extension(user)) => format!("axum sees {user}"),
        None => "axum sees nobody".to_owned(),
    };
    let api = axum::Router::new().route("/who/", get(who));
    let site = App::build()
        .settings(|settings| settings.database_url = "sqlite::memory:".into())
        .users(FixedUsers::new([("gary", "123")]))
        .mount("/api", Mount::new(api));
    let site = site.start().await.unwrap();
    axum::Router::new()
        .route("/axum/", get(async || "axum's own"))
        .nest_service("/below", site.clone())
        .fallback_service(site)
}

/// What a browser keeps between two requests.
struct Browser {
    router: axum::Router,
    cookies: Vec<String>,
}

impl Browser {
    async fn new() -> Self {
        Self { router: router().await, cookies: Vec::new() }
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: &'static str,
    ) -> HttpResponse<axum::body::Body> {
        let body: Pieces = [Bytes::from(form)].into_iter().collect();
        let request = HttpRequest::builder()
            .method(method)
            .uri(path)
            .header(HOST, "localhost")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, self.cookies.join("; "))
            .body(axum::body::Body::new(body))
            .unwrap();
        let answer: Result<_, Infallible> = self.router.call(request).await;
        let answer = answer.unwrap();
        for line in answer.headers().get_all(SET_COOKIE) {
            self.cookies.push(line.to_str().unwrap().split(';').next().unwrap().to_owned());
        }
        answer
    }

    async fn get(&mut self, path: &str) -> (u16, String) {
        let answer = self.send(Method::GET, path, "").await;
        (answer.status().as_u16(), text(answer).await)
    }
}

/// The body to its end, by way of our own.
async fn text(answer: HttpResponse<axum::body::Body>) -> String {
    let bytes =
        axum::body::to_bytes(axum::body::Body::new(Body::new(answer.into_body())), 1000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn each_answers_what_is_its_own() {
    let mut browser = Browser::new().await;

    assert_eq!(browser.get("/axum/").await, (200, "axum's own".to_owned()));
    assert_eq!(browser.get("/login/").await, (200, "who are you?".to_owned()));
    assert_eq!(browser.get("/stream/").await, (200, "onetwo".to_owned()));
    assert_eq!(browser.get("/api/who/").await, (200, "axum sees nobody".to_owned()));
    assert_eq!(browser.get("/nothing/").await.0, 404);
    assert_eq!(browser.get("/broken/").await.0, 500);
    assert_eq!(browser.send(Method::PUT, "/home/", "").await.status(), 405);
    let echoed = browser.send(Method::POST, "/echo/", "a body that is not Sync").await;
    assert_eq!(text(echoed).await, "a body that is not Sync");
}

#[tokio::test]
async fn a_login_holds_on_both_sides() {
    let mut browser = Browser::new().await;

    let stranger = browser.send(Method::GET, "/home/", "").await;
    assert_eq!(stranger.headers()[LOCATION], "/login/?next=/home/");
    let sent = browser.send(Method::POST, "/login/", "username=gary&password=123").await;
    assert_eq!(sent.headers()[LOCATION], "/home/");

    assert_eq!(browser.get("/home/").await, (200, "Hello gary".to_owned()));
    assert_eq!(browser.get("/api/who/").await, (200, "axum sees gary".to_owned()));
}

#[tokio::test]
async fn a_prefix_of_axum_is_off_the_path_and_not_in_links() {
    let mut browser = Browser::new().await;

    assert_eq!(browser.get("/below/login/").await, (200, "who are you?".to_owned()));
    let stranger = browser.send(Method::GET, "/below/home/", "").await;
    assert_eq!(stranger.headers()[LOCATION], "/login/?next=/home/");
}

#[tokio::test]
async fn head_has_the_length_and_no_body() {
    let mut browser = Browser::new().await;

    let head = browser.send(Method::HEAD, "/login/", "").await;

    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()[CONTENT_LENGTH], "12");
    assert_eq!(text(head).await, "");
}
