//! An application whose every view wants a login, but for those that say `public`.

use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::http::Method;
use vestibule::http::header::{ACCEPT, HeaderValue, REFERER};
use vestibule::middleware::LoginRequiredMiddleware;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! {
    login: login,
    middleware: [SessionMiddleware, AuthenticationMiddleware, LoginRequiredMiddleware],
    include: [library::App],
}

mod library {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [] }

    #[view(GET, "/library/", app = crate::login_required::library::App)]
    async fn books() -> &'static str {
        "books"
    }
}

#[view(GET, POST, "/log-in/", app = crate::login_required::App)]
async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    if let Some(Form(credentials)) = form
        && let Some(user) = auth::authenticate(request, &credentials).await?
    {
        auth::login(request, user).await?;
        return redirect(auth::safe_next(request, None, "/home/"));
    }
    Ok(Response::text("who are you?"))
}

#[view(GET, POST, "/home/", app = crate::login_required::App)]
async fn home(user: User) -> String {
    format!("Hello {user}")
}

#[view(GET, "/about/", public, app = crate::login_required::App)]
async fn about() -> &'static str {
    "about us"
}

async fn client() -> Client {
    Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await.unwrap()
}

#[tokio::test]
async fn strangers_are_sent_to_log_in_and_back() {
    let mut client = client().await;

    let sent = client.get("/home/?a=1").await;
    assert_eq!((sent.status(), sent.location()), (302, Some("/log-in/?next=/home/%3Fa%3D1")));
    assert_eq!(client.request(Method::POST, "/home/", None, "data").await.status(), 302);

    let back = client.post(sent.location().unwrap(), &[("username", "gary"), ("password", "123")]).await;
    assert_eq!(back.location(), Some("/home/?a=1"));
    assert_eq!(client.get("/home/?a=1").await.text(), "Hello gary");
}

#[tokio::test]
async fn strangers_can_reach_the_login_view() {
    let mut client = client().await;

    assert_eq!(client.get("/log-in/?next=/home/").await.text(), "who are you?");
}

#[tokio::test]
async fn a_public_view_asks_nobody_and_no_session() {
    let mut client = client().await;

    let answer = client.get("/about/").await;

    assert_eq!((answer.text().as_str(), answer.header("vary")), ("about us", None));
}

#[tokio::test]
async fn a_path_without_a_view_is_not_found() {
    assert_eq!(client().await.get("/nowhere/").await.status(), 404);
}

#[tokio::test]
async fn views_of_an_included_application_want_a_login_too() {
    let answer = client().await.get("/library/").await;

    assert_eq!((answer.status(), answer.location()), (302, Some("/log-in/?next=/library/")));
}

#[tokio::test]
async fn no_spelling_of_a_path_is_a_way_around() {
    let mut client = client().await;

    for path in ["/%68ome/", "/log-in/../home/", "/log-in%2F..%2Fhome/", "/home/?next=/log-in/", "/home/%3F/"]
    {
        let answer = client.get(path).await;
        assert!([302, 404].contains(&answer.status()), "{path}: {}", answer.status());
        assert!(!answer.text().contains("Hello"), "{path}");
    }
}

#[tokio::test]
async fn who_may_not_enter_is_not_told_what_a_view_takes() {
    let mut client = client().await;

    assert_eq!(client.request(Method::OPTIONS, "/home/", None, "").await.status(), 302);
    let answer = client.request(Method::OPTIONS, "/about/", None, "").await;
    assert_eq!((answer.status(), answer.header("allow")), (200, Some("GET, HEAD, OPTIONS")));
}

#[tokio::test]
async fn programs_get_401_and_forms_come_back_to_their_page() {
    let mut client = client().await;
    client.headers_mut().insert(REFERER, HeaderValue::from_static("http://testserver/about/"));
    let sent = client.post("/home/", &[]).await;
    assert_eq!(sent.location(), Some("/log-in/?next=/about/"));

    client.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    for method in [Method::GET, Method::POST] {
        let answer = client.request(method, "/home/", None, "").await;
        assert_eq!((answer.status(), answer.json()["title"].as_str()), (401, Some("Unauthorized")));
        assert!(
            answer.header("www-authenticate").is_some() && answer.header("vary") == Some("Accept, Cookie")
        );
    }
    assert_eq!(client.get("/about/").await.status(), 200);
    assert_eq!(client.get("/log-in/").await.status(), 200);
}
