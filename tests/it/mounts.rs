//! Services of others below a prefix of ours: real axum, and services written by hand.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Extension;
use axum::extract::{Path, RawQuery, State as AxumState};
use axum::http::{HeaderMap, Method as AxumMethod, Uri};
use axum::routing::{any, get, post};
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::bytes::Bytes;
use vestibule::http::{self, Method};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{Mount, OriginalUri, RequestBody};

use crate::pieces::Pieces;

vestibule::app! { login: login }

#[view(GET, POST, "/login/", app = crate::mounts::App)]
async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result<String> {
    if let Some(Form(credentials)) = form
        && let Some(user) = auth::authenticate(request, &credentials).await?
    {
        auth::login(request, user).await?;
    }
    request.csrf_token()
}

#[view(GET, "/{name}/settings/", app = crate::mounts::App)]
async fn settings(name: String) -> String {
    format!("settings of {name}")
}

/// Puts the visitor's user and session where the services find them, and answers errors of theirs.
#[derive(Default)]
struct HandOn;

#[middleware(order = order::AUTHENTICATION + 1, after(AuthenticationMiddleware), app = crate::mounts::App)]
impl HandOn {
    async fn process_view(&self, request: &mut Request, view: &View) -> Result<()> {
        if view.name() == "mount /api" {
            if let Some(user) = request.user().await? {
                request.extensions_mut().insert(user);
            }
            let session = request.session().await?;
            request.extensions_mut().insert(session);
        }
        Ok(())
    }

    fn process_exception(&self, request: &mut Request, error: &Error) -> Option<Response> {
        let asked = request.header(&http::header::ACCEPT)?;
        (asked == "text/why").then(|| Response::text(format!("{error}: {}", error.source().unwrap())))
    }
}

fn api() -> axum::Router {
    axum::Router::new()
        .route("/", any(|method: AxumMethod| async move { format!("{method} root") }))
        .route("/users/{id}", get(user))
        .route("/who/", get(who))
        .route("/count/", post(count))
        .route("/echo/", post(|body: Bytes| async { body }))
        .route("/stream/", get(|| async { axum::body::Body::new(pieces()) }))
        .route("/broken/", get(|| async { axum::body::Body::new(pieces().broken()) }))
        .route("/cookies/", get(|| async { ([("set-cookie", "a=1"), ("connection", "x-y")], "") }))
        .with_state("of axum")
}

fn pieces() -> Pieces {
    ["one", "two"].into_iter().map(Bytes::from).collect()
}

async fn user(
    AxumState(state): AxumState<&'static str>,
    Path(id): Path<u32>,
    RawQuery(query): RawQuery,
    seen: Uri,
    Extension(OriginalUri(original)): Extension<OriginalUri>,
    headers: HeaderMap,
) -> String {
    let query = query.unwrap_or_default();
    format!("{id} {query} {state}; {seen}, {original}; {:?}", headers["host"])
}

async fn who(user: Option<Extension<User>>) -> String {
    user.map_or("nobody".to_owned(), |Extension(user)| user.to_string())
}

async fn count(Extension(session): Extension<Session>) -> String {
    let count = session.get::<u32>("count").unwrap().unwrap_or(0) + 1;
    session.insert("count", count).unwrap();
    count.to_string()
}

fn site() -> Site<App> {
    App::build().users(FixedUsers::new([("gary", "123")])).mount("/api", api())
}

async fn client() -> Client {
    Client::new(site()).await.unwrap()
}

#[tokio::test]
async fn all_below_the_prefix_is_the_services() {
    let mut client = client().await;

    let answer = client.get("/api/users/7?a=b%20c").await;

    assert_eq!(answer.status(), 200);
    assert_eq!(
        answer.text(),
        "7 a=b%20c of axum; /users/7?a=b%20c, /api/users/7?a=b%20c; \"testserver\"",
        "{:?}",
        answer.errors()
    );
    assert_eq!(answer.header("x-frame-options"), Some("DENY"), "our layers are around it");
    for path in ["/api", "/api/", "/%61pi"] {
        for method in [Method::GET, Method::PUT, Method::OPTIONS, Method::from_bytes(b"PURGE").unwrap()] {
            let answer = client.request(method.clone(), path, None, "").await;
            assert_eq!((answer.status(), answer.text()), (200, format!("{method} root")), "{path}");
        }
    }
    let head = client.request(Method::HEAD, "/api", None, "").await;
    assert_eq!((head.status(), head.text(), head.header("content-length")), (200, String::new(), Some("9")));
}

#[tokio::test]
async fn what_is_not_below_it_is_ours() {
    let mut client = client().await;

    assert_eq!(client.get("/apis").await.status(), 404);
    assert_eq!(client.get("/gary/settings/").await.text(), "settings of gary");
}

#[tokio::test]
async fn a_404_of_the_service_stays_as_it_is() {
    let mut client = client().await;

    // The second path has a view of ours too, which is less exact.
    for path in ["/api/nothing", "/api/settings/"] {
        let answer = client.get(path).await;

        assert_eq!((answer.status(), answer.text()), (404, String::new()), "{path}");
        assert!(answer.errors().is_empty(), "no error of ours: {:?}", answer.errors());
    }
}

#[tokio::test]
async fn a_login_passes_into_it() {
    let mut client = client().await;

    assert_eq!(client.get("/api/who/").await.text(), "nobody");
    client.post("/login/", &[("username", "gary"), ("password", "123")]).await;

    assert_eq!(client.get("/api/who/").await.text(), "gary");
    assert_eq!(client.post("/api/count/", &[]).await.text(), "1");
    assert_eq!(client.post("/api/count/", &[]).await.text(), "2", "the session was saved by our layer");
}

#[tokio::test]
async fn a_form_is_checked_for_csrf_and_arrives_whole() {
    let mut client = client().await.enforce_csrf_checks();

    assert_eq!(client.post("/api/echo/", &[("a", "b")]).await.status(), 403);

    let token = client.get("/login/").await.text();
    let answer = client.post("/api/echo/", &[("csrfmiddlewaretoken", &token), ("a", "b")]).await;
    assert_eq!((answer.status(), answer.text()), (200, format!("csrfmiddlewaretoken={token}&a=b")));
}

#[tokio::test]
async fn callers_that_are_no_browsers_may_be_let_in() {
    let site = App::build().mount("/hooks", Mount::new(api()).csrf_exempt());
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();

    assert_eq!(client.post("/hooks/echo/", &[("a", "b")]).await.text(), "a=b");
}

#[tokio::test]
async fn streams_stay_streams() {
    let mut client = client().await;

    let mut answer = client.get_stream("/api/stream/").await;
    assert_eq!(answer.header("content-length"), None);
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "one");
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "two");
    assert!(answer.chunk().await.is_none());

    let mut broken = client.get_stream("/api/broken/").await;
    assert!(broken.chunk().await.unwrap().is_ok() && broken.chunk().await.unwrap().is_ok());
    assert!(broken.chunk().await.unwrap().is_err());
}

#[tokio::test]
async fn its_headers_are_kept_but_for_those_of_the_connection() {
    let answer = client().await.get("/api/cookies/").await;

    assert_eq!(answer.set_cookie("a"), Some("a=1"));
    assert_eq!(answer.header("connection"), None);
}

/// A service that does not get along.
#[derive(Clone)]
enum Failing {
    Ready,
    Call,
    Panic,
}

impl tower_service::Service<http::Request<RequestBody>> for Failing {
    type Response = http::Response<String>;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        let error = std::io::Error::other("never ready");
        Poll::Ready(if matches!(self, Self::Ready) { Err(error) } else { Ok(()) })
    }

    fn call(&mut self, _: http::Request<RequestBody>) -> Self::Future {
        let panics = matches!(self, Self::Panic);
        Box::pin(async move {
            if panics {
                panic!("off the rails");
            }
            Err(std::io::Error::other("out of order"))
        })
    }
}

#[tokio::test]
async fn an_error_of_the_service_goes_through_the_layers() {
    let site = App::build()
        .mount("/ready", Failing::Ready)
        .mount("/call", Failing::Call)
        .mount("/panic", Failing::Panic);
    let mut client = Client::new(site).await.unwrap();

    assert_eq!(client.get("/ready").await.errors(), ["the mounted service failed: never ready"]);
    let answer = client.get("/call/").await;
    assert_eq!(
        (answer.status(), answer.errors()),
        (500, &["the mounted service failed: out of order".to_owned()][..])
    );
    let answer = client.get("/panic/").await;
    assert_eq!(answer.status(), 500);
    assert!(answer.errors()[0].contains("mounts::mount /panic"), "{:?}", answer.errors());

    client.headers_mut().insert("accept", "text/why".parse().unwrap());
    assert_eq!(client.get("/call").await.text(), "the mounted service failed: out of order");
}

#[tokio::test]
async fn another_application_of_ours_may_be_mounted() {
    let inner = site().settings(|settings| settings.allowed_hosts.push("testserver".into()));
    let inner = inner.start().await.unwrap();
    let mut client = Client::new(App::build().mount("/inner", inner)).await.unwrap();

    assert_eq!(client.get("/inner/gary/settings/").await.text(), "settings of gary");
    assert!(client.get("/inner/api/users/7").await.text().contains("/users/7, /inner/api/users/7;"));
    let missing = client.get("/inner/nothing/").await;
    assert_eq!((missing.status(), missing.errors()), (404, &["no view has this path".to_owned()][..]));
}

async fn refusal(site: Site<App>) -> String {
    site.start().await.unwrap_err().to_string()
}

#[tokio::test]
async fn it_is_not_mounted_over_views_or_other_mounts() {
    let over_view = refusal(App::build().mount("/login", api())).await;
    let over_mount = refusal(App::build().mount("/api", api()).mount("/api/v1", api())).await;
    let twice = refusal(App::build().mount("/api", api()).mount("/api", api())).await;

    let lines: Vec<_> = over_view.lines().collect();
    assert_eq!(lines[0], "vestibule.E005: a service is mounted over other views");
    let (mount, view) = (lines[1], lines[2]);
    assert!(mount.starts_with("  `it::mounts::mount /login` at tests/it/mounts.rs:"), "{mount}");
    assert!(mount.ends_with(", which answers `/login/{*rest}`"), "{mount}");
    assert!(view.starts_with("  `it::mounts::login` at tests/it/mounts.rs:"), "{view}");
    assert!(lines[3].starts_with("help: "));
    assert!(
        over_mount.contains("`/api/{*rest}`") && over_mount.contains("`/api/v1/{*rest}`"),
        "{over_mount}"
    );
    assert_eq!(twice.matches("`/api/{*rest}`").count(), 2, "{twice}");
}

#[tokio::test]
async fn a_prefix_is_fixed_text() {
    for prefix in ["", "/", "api", "/api/", "//api", "/{id}", "/a b", "/../api", "/a?b", "/%61pi"] {
        let message = refusal(App::build().mount(prefix, api())).await;

        assert!(
            message.starts_with(&format!("nothing can be mounted at `{prefix}` (tests/it/mounts.rs:")),
            "{message}"
        );
    }
}

/// Not a test, but a claim: what cannot fail may be mounted as well.
#[allow(dead_code, reason = "it is only to compile")]
fn a_service_without_errors(
    service: impl tower_service::Service<
        http::Request<RequestBody>,
        Response = http::Response<vestibule::Body>,
        Error = Infallible,
        Future: Send,
    > + Clone
    + Send
    + Sync
    + 'static,
) -> Mount {
    Mount::new(service)
}
