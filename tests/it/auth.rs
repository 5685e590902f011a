//! Login, logout, and who may enter.

use vestibule::Timestamp;
use vestibule::auth::{self, AuthBackend, BackendFuture, Credentials, FixedUsers};
use vestibule::http::Method;
use vestibule::http::header::{ACCEPT, HeaderName, HeaderValue, REFERER};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};

vestibule::app! { login: login, permissions: { "blog.add_post": "Can add post" } }

#[view(GET, POST, "/login/", app = crate::auth::App)]
async fn login(request: &mut Request, form: Option<Form<Credentials>>) -> Result {
    if let Some(Form(credentials)) = form
        && let Some(user) = auth::authenticate(request, &credentials).await?
    {
        auth::login(request, user).await?;
        return redirect(auth::safe_next(request, None, &home::url()));
    }
    Ok(Response::text("who are you?"))
}

#[view(POST, "/logout/", app = crate::auth::App)]
async fn logout(request: &mut Request) -> Result {
    auth::logout(request).await?;
    redirect(login::url())
}

#[view(GET, "/home/", app = crate::auth::App)]
#[login_auth]
async fn home(user: User) -> String {
    format!("hello {user}")
}

// Above or below, the attributes mean the same.
#[login_auth(test = User::is_staff)]
#[view(GET, "/staff/", app = crate::auth::App)]
async fn staff() -> &'static str {
    "staff"
}

#[view(GET, "/drafts/", app = crate::auth::App)]
#[login_auth(permission = "blog.add_post")]
async fn drafts() -> &'static str {
    "drafts"
}

#[view(POST, "/upload/", app = crate::auth::App)]
#[login_auth]
async fn upload(Form(_): Form<Credentials>) -> &'static str {
    "uploaded"
}

#[view(GET, "/maybe/", app = crate::auth::App)]
async fn maybe(user: Option<User>) -> String {
    user.map_or("stranger".into(), |user| user.to_string())
}

#[view(GET, "/only/", app = crate::auth::App)]
async fn only(user: User) -> String {
    user.to_string()
}

#[view(GET, "/cart/", app = crate::auth::App)]
async fn cart(session: Session) -> Result<String> {
    let before = session.get::<String>("cart")?.unwrap_or_default();
    session.insert("cart", "full")?;
    Ok(before)
}

#[view(POST, "/go/", app = crate::auth::App)]
async fn go(request: &mut Request, Form(fields): Form<vestibule::QueryDict>) -> Result {
    redirect(auth::safe_next(request, fields.get("next"), "/home/"))
}

fn users() -> FixedUsers {
    let editor =
        User::builder("7", "ada").password("lovelace").staff(true).permission("blog.add_post").build();
    let gone = User::builder("8", "bob").password("bob").active(false).build();
    let locked = User::builder("9", "eve").build();
    FixedUsers::new([("gary", "123")]).with(editor).with(gone).with(locked)
}

async fn client() -> Client {
    Client::new(App::build().users(users())).await.unwrap()
}

async fn log_in(client: &mut Client, username: &str, password: &str) -> TestResponse {
    client.post("/login/", &[("username", username), ("password", password)]).await
}

#[tokio::test]
async fn strangers_are_sent_to_the_login_view_and_back() {
    let mut client = client().await;

    let refused = client.get("/home/?a=1&b=2%203").await;
    let login = refused.location().unwrap().to_owned();
    let back = client.post(&login, &[("username", "gary"), ("password", "123")]).await;

    assert_eq!((refused.status(), &*login), (302, "/login/?next=/home/%3Fa%3D1%26b%3D2%25203"));
    assert_eq!(refused.header("vary"), Some("Cookie"));
    assert_eq!(back.location(), Some("/home/?a=1&b=2%203"));
    assert_eq!(client.get("/home/").await.text(), "hello gary");
}

#[tokio::test]
async fn next_never_leaves_the_site() {
    for next in [
        "https://evil.com/",
        "//evil.com",
        "/\\evil.com",
        "javascript:alert(1)",
        "\\\\evil.com",
        "///evil.com",
        "/%09//evil.com",
    ] {
        let mut client = client().await;
        let login = format!("/login/?next={}", next.replace('\\', "%5C"));

        let answer = client.post(&login, &[("username", "gary"), ("password", "123")]).await;

        assert_eq!(answer.location(), Some("/home/"), "{next}");
        // The form's field comes first, whatever the query says.
        let answer = client.post("/go/?next=/cart/", &[("next", &*next.replace("%09", "\t"))]).await;
        assert_eq!(answer.location(), Some("/home/"), "{next}");
    }
    let answer = client().await.post("/go/?next=//evil.com", &[("next", "/cart/?a=b")]).await;
    assert_eq!(answer.location(), Some("/cart/?a=b"));
}

#[tokio::test]
async fn a_wrong_password_or_name_or_an_inactive_user_is_nobody() {
    let mut client = client().await;

    for (name, password) in [("gary", "124"), ("nobody", "123"), ("bob", "bob"), ("gary", ""), ("eve", "")] {
        let answer = log_in(&mut client, name, password).await;
        assert_eq!((answer.status(), &*answer.text()), (200, "who are you?"), "{name}");
    }
    assert_eq!(client.cookie("sessionid"), None);
}

#[tokio::test]
async fn login_gives_a_new_key_and_keeps_the_cart() {
    let mut client = client().await;
    client.get("/cart/").await;
    let before = client.cookie("sessionid").unwrap().to_owned();

    log_in(&mut client, "gary", "123").await;

    let after = client.cookie("sessionid").unwrap().to_owned();
    assert_ne!(before, after);
    assert_eq!(client.get("/cart/").await.text(), "full");
    let mut thief = Client::of(client.service().clone());
    thief.set_cookie("sessionid", &before);
    assert_eq!(thief.get("/home/").await.status(), 302);
}

#[tokio::test]
async fn another_user_finds_nothing_of_the_first() {
    let mut client = client().await;
    log_in(&mut client, "gary", "123").await;
    client.get("/cart/").await;

    log_in(&mut client, "ada", "lovelace").await;

    assert_eq!(client.get("/cart/").await.text(), "");
    assert_eq!(client.get("/maybe/").await.text(), "ada");
}

#[tokio::test]
async fn the_same_user_again_keeps_the_session() {
    let mut client = client().await;
    log_in(&mut client, "gary", "123").await;
    let before = client.cookie("sessionid").unwrap().to_owned();

    log_in(&mut client, "gary", "123").await;

    assert_eq!(client.cookie("sessionid"), Some(&*before));
}

#[tokio::test]
async fn logout_ends_the_session_everywhere() {
    let mut client = client().await;
    log_in(&mut client, "gary", "123").await;
    let mut copy = client.clone();

    let answer = client.post("/logout/", &[]).await;

    assert!(answer.set_cookie("sessionid").unwrap().contains("Max-Age=0"));
    assert_eq!(client.get("/home/").await.status(), 302);
    assert_eq!(copy.get("/home/").await.status(), 302);
}

#[tokio::test]
async fn logout_without_a_session_is_no_error() {
    let mut client = client().await;

    let answer = client.post("/logout/", &[]).await;

    assert_eq!((answer.status(), answer.header("set-cookie")), (302, None));
}

#[tokio::test]
async fn guards_ask_for_more_than_a_login() {
    let mut client = client().await;
    log_in(&mut client, "gary", "123").await;
    assert_eq!(client.get("/staff/").await.status(), 403);
    assert_eq!(client.get("/drafts/").await.status(), 403);

    log_in(&mut client, "ada", "lovelace").await;

    assert_eq!(client.get("/staff/").await.text(), "staff");
    assert_eq!(client.get("/drafts/").await.text(), "drafts");
}

#[tokio::test]
async fn the_guard_comes_before_the_arguments() {
    let mut client = client().await;

    let answer = client.post("/upload/", &[("nothing", "right")]).await;

    assert_eq!(answer.status(), 302);
}

#[tokio::test]
async fn who_is_there_may_be_asked_without_a_guard() {
    let mut client = client().await;

    assert_eq!(client.get("/maybe/").await.text(), "stranger");
    assert_eq!(client.get("/only/").await.status(), 403);
}

#[tokio::test]
async fn a_session_of_an_older_password_is_worth_nothing() {
    let directory = vestibule_tests::TempDir::new();
    let url = directory.sqlite();
    let site = |password: &str| {
        let (url, users) = (url.clone(), FixedUsers::new([("gary", password)]));
        App::build().users(users).settings(move |settings| settings.database_url = url)
    };
    let mut client = Client::of(site("123").start().await.unwrap());
    client.post("/login/", &[("username", "gary"), ("password", "123")]).await;
    let key = client.cookie("sessionid").unwrap().to_owned();

    let mut after = Client::of(site("changed").start().await.unwrap());
    after.set_cookie("sessionid", &key);
    let answer = after.get("/home/").await;

    assert_eq!(answer.status(), 302);
    assert!(answer.set_cookie("sessionid").unwrap().contains("Max-Age=0"));
    assert_eq!(client.get("/home/").await.status(), 302);
}

/// What a stranger is answered who sends these headers.
async fn as_stranger(method: Method, path: &str, headers: &[(HeaderName, &'static str)]) -> TestResponse {
    let mut client = client().await;
    for (name, value) in headers {
        client.headers_mut().append(name, HeaderValue::from_static(value));
    }
    client.request(method, path, None, "").await
}

#[tokio::test]
async fn programs_get_401_and_a_problem() {
    for accept in [
        "application/json",
        "application/json, text/plain, */*",
        "application/problem+json",
        "text/html;q=0.1, application/json",
    ] {
        for (method, path) in [(Method::GET, "/home/"), (Method::POST, "/upload/"), (Method::GET, "/drafts/")]
        {
            let answer = as_stranger(method, path, &[(ACCEPT, accept)]).await;

            assert_eq!((answer.status(), answer.location()), (401, None), "{accept} {path}");
            assert_eq!(answer.header("content-type"), Some("application/problem+json"));
            assert_eq!(answer.header("www-authenticate"), Some("Session realm=\"login\""));
            assert_eq!(answer.header("vary"), Some("Accept, Cookie"));
            assert_eq!(answer.text(), r#"{"type":"about:blank","title":"Unauthorized","status":401}"#);
        }
    }
}

#[tokio::test]
async fn browsers_and_tools_get_the_redirect() {
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for accept in [
        browser,
        "*/*",
        "text/html, application/json",
        "text/plain",
        "image/avif,image/png",
        "application/json;q=0.5, text/html",
    ] {
        let answer = as_stranger(Method::GET, "/home/", &[(ACCEPT, accept)]).await;

        assert_eq!((answer.status(), answer.location()), (302, Some("/login/?next=/home/")), "{accept}");
        assert_eq!(answer.header("vary"), Some("Accept, Cookie"), "{accept}");
    }
}

#[tokio::test]
async fn a_program_that_is_logged_in_and_may_not_gets_403() {
    let mut client = client().await;
    log_in(&mut client, "gary", "123").await;
    client.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));

    for path in ["/staff/", "/drafts/"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status(), answer.json()["status"].as_u64()), (403, Some(403)), "{path}");
        assert_eq!(answer.header("www-authenticate"), None);
    }
    assert_eq!(client.get("/home/").await.status(), 200);
}

#[tokio::test]
async fn after_a_form_the_way_back_is_to_its_page() {
    for (referer, location) in [
        ("http://testserver/cart/?a=1&b=2", "/login/?next=/cart/%3Fa%3D1%26b%3D2"),
        // Behind a proxy that ends TLS and does not say so.
        ("https://testserver/cart/", "/login/?next=/cart/"),
        ("http://testserver", "/login/?next=/"),
        ("http://testserver//evil.test/", "/login/?next=/%252Fevil.test/"),
        ("http://testserver/\\evil.test/", "/login/?next=/%255Cevil.test/"),
        ("http://testserver/login/?next=/home/", "/login/"),
        ("http://testserver/log%69n/", "/login/"),
        ("http://evil.test/cart/", "/login/"),
        ("http://testserver:8000/cart/", "/login/"),
        ("http://testserver@evil.test/", "/login/"),
        ("//evil.test/", "/login/"),
        ("/cart/", "/login/"),
        ("about:blank", "/login/"),
        ("javascript:alert(1)", "/login/"),
        ("", "/login/"),
    ] {
        let answer = as_stranger(Method::POST, "/upload/?secret=1", &[(REFERER, referer)]).await;
        assert_eq!((answer.status(), answer.location()), (302, Some(location)), "{referer}");
    }
    let without = as_stranger(Method::POST, "/upload/", &[]).await;
    assert_eq!(without.location(), Some("/login/"));
}

#[tokio::test]
async fn a_page_that_is_only_read_is_come_back_to_wherever_the_link_was() {
    for method in [Method::GET, Method::HEAD] {
        let from = [(REFERER, "http://testserver/cart/")];
        let answer = as_stranger(method, "/home/?a=1", &from).await;
        assert_eq!(answer.location(), Some("/login/?next=/home/%3Fa%3D1"));
    }
}

/// The same people under another path.
struct Customers(FixedUsers);

impl AuthBackend for Customers {
    fn path(&self) -> &str {
        "shop.Customers"
    }

    fn authenticate<'a>(&'a self, credentials: &'a Credentials) -> BackendFuture<'a> {
        match credentials.username.as_str() {
            "eve" => BackendFuture::Ready(Err(Error::permission_denied("this name is not to be tried on"))),
            _ => self.0.authenticate(credentials),
        }
    }

    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
        self.0.user(id)
    }

    fn logged_in<'a>(&'a self, user: &'a User, at: Timestamp) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(Some(user.clone().with_last_login(at))))
    }
}

#[tokio::test]
async fn several_backends_are_asked_in_turn_and_each_session_remembers_its_own() {
    let customers = Customers(FixedUsers::new([("carol", "secret")]));
    let staff = FixedUsers::new([("gary", "123"), ("carol", "other"), ("eve", "eve")]);
    let site = App::build().users(customers).users(staff);
    let mut client = Client::new(site).await.unwrap();

    for (name, password, greeting) in
        [("carol", "secret", "hello carol"), ("gary", "123", "hello gary"), ("carol", "other", "hello carol")]
    {
        client.clear_cookies();
        log_in(&mut client, name, password).await;
        assert_eq!(client.get("/home/").await.text(), greeting);
    }
    client.clear_cookies();
    let answer = log_in(&mut client, "eve", "eve").await;
    assert_eq!(&*answer.text(), "who are you?", "the first backend has ended the search");
}

#[tokio::test]
async fn of_two_backends_with_the_same_ids_nobody_finds_the_others_session() {
    let site = App::build()
        .users(Customers(FixedUsers::new([("carol", "123")])))
        .users(FixedUsers::new([("gary", "123")]));
    let mut client = Client::new(site).await.unwrap();
    log_in(&mut client, "carol", "123").await;
    client.get("/cart/").await;

    log_in(&mut client, "gary", "123").await;

    assert_eq!(client.get("/cart/").await.text(), "");
    assert_eq!(client.get("/maybe/").await.text(), "gary");
}

#[tokio::test]
async fn two_backends_of_one_path_do_not_start() {
    let site = App::build().users(users()).users(users());

    let refused = site.start().await.unwrap_err();

    assert!(refused.to_string().contains("`vestibule.auth.FixedUsers`"), "{refused}");
}
