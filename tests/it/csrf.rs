//! Forms from here and from elsewhere.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use http_body::{Body as _, Frame};
use tower_service::Service as _;
use vestibule::auth::{self, Credentials, FixedUsers};
use vestibule::bytes::Bytes;
use vestibule::csrf::Secret;
use vestibule::http::header::{CONTENT_TYPE, COOKIE, HeaderName, ORIGIN, REFERER};
use vestibule::http::{self, HeaderValue, Method};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{QueryDict, RequestBody};
use vestibule_tests::{EveryEvent, RunningSite};

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
        None => render!(request, "csrf_form.html"),
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
    App::build().users(FixedUsers::new([("gary", "123")])).settings(|settings| {
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

#[tokio::test]
async fn a_form_of_ours_comes_back() {
    let mut client = client().await;
    let page = client.get("/form/").await;
    let text = page.text();
    let token = between(&text, "name=\"csrfmiddlewaretoken\" value=\"", "\">");

    let answer = client.post("/form/", &[("csrfmiddlewaretoken", token), ("name", "a b")]).await;

    assert!(text.starts_with("<form method=\"post\"><input type=\"hidden\" name="), "{text}");
    assert_eq!(page.header("vary"), Some("Cookie"));
    assert_eq!(answer.text(), format!("csrfmiddlewaretoken={token}&name=a+b"));
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn who_asks_for_no_token_is_sent_no_cookie() {
    let page = client().await.get("/").await;

    assert_eq!((page.status(), page.header("set-cookie"), page.header("vary")), (200, None, None));
}

#[tokio::test]
async fn every_page_has_another_token_of_the_same_secret() {
    let mut client = client().await;

    let page = client.get("/form/").await.text();
    let first = between(&page, "value=\"", "\"").to_owned();
    let second = between(&page, "content=\"", "\"").to_owned();
    let cookie = client.cookie("csrftoken").unwrap().to_owned();
    let third = token_for(&mut client).await;

    assert_eq!(client.cookie("csrftoken"), Some(&*cookie));
    for (token, other) in [(&first, &second), (&second, &third), (&third, &first)] {
        assert!(token != other && token.len() == 64 && !token.contains(&cookie));
        assert_eq!(Secret::read(token).unwrap().expose(), cookie);
    }
}

#[tokio::test]
async fn what_changes_something_needs_proof_whatever_its_method() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let mut scripted = client.clone();
    scripted.headers_mut().insert(X_CSRFTOKEN, HeaderValue::from_str(&token).unwrap());

    for (method, status) in
        [("POST", 200), ("PUT", 200), ("PATCH", 200), ("DELETE", 200), ("BREW", 405), ("post", 405)]
    {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let refused = client.request(method.clone(), "/bytes/", None, "").await;
        let accepted = scripted.request(method.clone(), "/bytes/", None, "").await;

        assert_eq!((refused.status(), accepted.status()), (403, status), "{method}");
        assert_eq!(reason(&refused), "CSRF check failed: no token in the form or the headers");
    }
    for (method, status) in [("GET", 200), ("HEAD", 200), ("OPTIONS", 200), ("TRACE", 405)] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        assert_eq!(client.request(method.clone(), "/bytes/", None, "").await.status(), status, "{method}");
    }
}

#[tokio::test]
async fn a_path_that_nobody_has_is_not_checked() {
    assert_eq!(client().await.post("/nowhere/", &[]).await.status(), 404);
}

#[tokio::test]
async fn the_token_of_another_browser_is_worth_nothing() {
    let mut client = client().await;
    let mut other = Client::of(client.service().clone());
    token_for(&mut client).await;
    let stolen = token_for(&mut other).await;

    let answer = post_with(&mut client, "/bytes/", "text/plain", &stolen, "").await;

    assert_eq!(answer.status(), 403);
    assert!(reason(&answer).ends_with("the token in the headers does not fit the browser's secret"));
    client.clear_cookies();
    let answer = post_with(&mut client, "/bytes/", "text/plain", &stolen, "").await;
    assert!(reason(&answer).ends_with("the browser sent no secret"));
}

#[tokio::test]
async fn no_reason_holds_a_secret_or_a_token() {
    let mut client = client().await;
    token_for(&mut client).await;
    let secret = client.cookie("csrftoken").unwrap().to_owned();
    let wrong = "Wrong".repeat(20);

    for token in [&wrong[..32], &wrong[..64], &wrong[..50]] {
        let answer = client.post("/form/", &[("csrfmiddlewaretoken", token)]).await;
        let said = format!("{} {}", answer.text(), reason(&answer));
        assert!(answer.status() == 403 && !said.contains("Wrong") && !said.contains(&secret), "{said}");
    }
}

#[tokio::test]
async fn no_log_at_any_level_holds_a_secret_or_a_token() {
    let log = EveryEvent::default();
    let _guard = vestibule::tracing::subscriber::set_default(log.clone());
    let users = || FixedUsers::new([("gary", "correct-horse")]);

    for use_sessions in [false, true] {
        let site = site().users(users()).settings(move |settings| settings.csrf_use_sessions = use_sessions);
        let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
        let mut secrets = vec!["correct-horse".to_owned(), "battery-staple".to_owned()];
        for password in ["battery-staple", "correct-horse"] {
            let token = token_for(&mut client).await;
            let fields = [("username", "gary"), ("password", password), ("csrfmiddlewaretoken", &*token)];
            client.post("/login/", &fields).await;
            secrets.push(token);
            secrets.extend(
                ["csrftoken", "sessionid"].iter().filter_map(|name| client.cookie(name)).map(str::to_owned),
            );
        }
        // Refused, with the reason in the log.
        let stale = secrets[2].clone();
        post_with(&mut client, "/bytes/", "text/plain", &stale, "").await;

        let log = log.text();
        assert!(log.contains("does not fit the browser's secret"), "{log}");
        for secret in &secrets {
            assert!(!log.contains(secret.as_str()), "{secret} in\n{log}");
        }
    }
}

#[tokio::test]
async fn cookies_of_host_names_are_as_good() {
    let site = site().settings(|settings| {
        settings.csrf_cookie_name = "__Host-csrf".into();
        settings.session_cookie_name = "__Host-sid".into();
        settings.session_cookie_domain = Some("example.com".into());
        settings.session_cookie_path = "/app/".into();
    });
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
    let token = token_for(&mut client).await;

    let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &*token)];
    let answer = client.post("/login/", &fields).await;

    assert_eq!(answer.text(), "welcome");
    for name in ["__Host-csrf", "__Host-sid"] {
        let line = answer.set_cookie(name).unwrap();
        assert!(line.contains("; Path=/; ") && line.ends_with("; Secure"), "{line}");
        assert!(!line.contains("Domain"), "{line}");
    }
    let token = token_for(&mut client).await;
    assert_eq!(post_with(&mut client, "/bytes/", "text/plain", &token, "").await.status(), 200);
}

#[tokio::test]
async fn an_exempt_view_takes_anything() {
    let mut client = client().await;

    assert_eq!(client.post("/hook/", &[("a", "1")]).await.text(), "hooked");
}

#[tokio::test]
async fn a_view_may_ensure_the_cookie() {
    let mut client = client().await;
    let page = client.get("/cookie/").await;
    let secret = client.cookie("csrftoken").unwrap().to_owned();

    // A script sends what it finds in the cookie.
    let answer = post_with(&mut client, "/json/", "application/json", &secret, "[1]").await;

    assert!(page.set_cookie("csrftoken").unwrap().ends_with("; Max-Age=31449600; Path=/; SameSite=Lax"));
    assert_eq!((page.header("vary"), &*answer.text()), (Some("Cookie"), "[1]"));
}

#[tokio::test]
async fn the_cookie_comes_with_an_error_too() {
    let answer = client().await.get("/fails/").await;

    assert!(answer.status() == 500 && answer.set_cookie("csrftoken").is_some());
}

#[tokio::test]
async fn a_login_ends_the_token() {
    for mut client in [client().await, with_sessions().await] {
        let token = token_for(&mut client).await;
        let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &token)];

        assert_eq!(client.post("/login/", &fields).await.text(), "welcome");

        let old = post_with(&mut client, "/bytes/", "text/plain", &token, "").await;
        assert!(old.status() == 403 && reason(&old).contains("does not fit"), "{}", reason(&old));
        let new = token_for(&mut client).await;
        assert_eq!(post_with(&mut client, "/bytes/", "text/plain", &new, "").await.status(), 200);
    }
}

#[tokio::test]
async fn a_failed_login_keeps_the_token() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let before = client.cookie("csrftoken").unwrap().to_owned();

    client.post("/login/", &[("username", "gary"), ("password", "1"), ("csrfmiddlewaretoken", &token)]).await;

    assert_eq!(client.cookie("csrftoken"), Some(&*before));
}

#[tokio::test]
async fn a_secret_in_the_session_needs_no_cookie_of_its_own() {
    let mut client = with_sessions().await;
    assert_eq!(client.get("/").await.header("set-cookie"), None);

    let page = client.get("/form/").await.text();
    let token = between(&page, "value=\"", "\"");
    let answer = client.post("/form/", &[("csrfmiddlewaretoken", token)]).await;

    assert_eq!((answer.status(), client.cookie("csrftoken")), (200, None));
    assert_eq!(client.post("/form/", &[]).await.status(), 403);
    client.clear_cookies();
    assert!(reason(&client.post("/form/", &[]).await).ends_with("the browser sent no secret"));
    // Asked for again, it is the same and nothing is stored: the cookie is sent for what changed only.
    client.get("/token/").await;
    assert_eq!(client.get("/token/").await.header("set-cookie"), None);
}

#[tokio::test]
async fn a_secret_of_an_older_django_is_read_and_sent_bare() {
    let secret = Secret::new().unwrap();
    let mut client = client().await;
    client.set_cookie("csrftoken", &secret.token().unwrap());

    let answer = post_with(&mut client, "/bytes/", "text/plain", &secret.token().unwrap(), "").await;
    assert_eq!((answer.status(), answer.header("set-cookie")), (200, None));

    client.get("/token/").await;
    assert_eq!(client.cookie("csrftoken"), Some(secret.expose()));
}

#[tokio::test]
async fn over_https_the_page_before_must_be_ours() {
    let site = site().settings(|settings| {
        settings.csrf_trusted_origins =
            ["https://good.test", "https://*.wild.test", "https://\u{e9}.test"].map(str::to_owned).into();
    });
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
    let token = token_for(&mut client).await;
    client.headers_mut().insert("x-forwarded-proto", HeaderValue::from_static("https"));

    for (origin, referer, status) in [
        ("", "", 403),
        ("", "https://testserver/form/?a=1", 200),
        ("", "http://testserver/", 403),
        ("", "https://evil.test/https://testserver/", 403),
        ("", "https://testserver:8443/", 403),
        ("", "https://a.wild.test/", 200),
        ("", "https://\u{e9}.test/", 200),
        ("https://\u{e9}.test", "", 200),
        ("https://testserver", "", 200),
        ("https://testserver", "https://evil.test/", 200),
        ("http://testserver", "https://testserver/", 403),
        ("https://good.test", "", 200),
        ("https://a.b.wild.test", "", 200),
        ("https://evilwild.test", "", 403),
        ("null", "https://testserver/", 403),
    ] {
        let mut browser = client.clone();
        for (name, value) in
            [(ORIGIN, origin), (REFERER, referer)].into_iter().filter(|pair| !pair.1.is_empty())
        {
            // A header's characters are its bytes.
            let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
            browser.headers_mut().insert(name, HeaderValue::from_bytes(&bytes).unwrap());
        }
        let answer = post_with(&mut browser, "/bytes/", "text/plain", &token, "").await;
        assert_eq!(answer.status(), status, "{origin} {referer}: {}", reason(&answer));
    }
}

#[tokio::test]
async fn the_log_names_the_referring_host_and_not_its_address() {
    let mut client = client().await;
    client.headers_mut().insert("x-forwarded-proto", HeaderValue::from_static("https"));
    client
        .headers_mut()
        .insert(REFERER, HeaderValue::from_static("https://me:hush@evil.test/reset/hush/?token=hush"));

    let answer = client.post("/form/", &[]).await;

    assert!(reason(&answer).contains("`evil.test`") && !reason(&answer).contains("hush"));
}

#[test]
fn the_reason_is_shown_to_developers_only() {
    let shown = RunningSite::start(site());
    let hidden = RunningSite::start(site().settings(move |settings| {
        settings.debug = false;
        settings.secret_key = SECRET_KEY.into();
        settings.allowed_hosts = vec!["localhost".into()];
    }));

    let page = refused(&shown, "");
    assert!(page.contains("the browser sent no secret"), "{page}");
    // Whoever comes through a proxy is somebody else, whatever the build.
    for page in [refused(&hidden, ""), refused(&shown, "X-Forwarded-For: 192.0.2.1\r\n")] {
        assert!(page.starts_with("HTTP/1.1 403 ") && page.contains("text/html; charset=utf-8"), "{page}");
        assert!(!page.contains("the browser sent no secret"), "{page}");
        assert!(page.contains("CSRF check failed: this form was not sent from this site."));
    }
}

#[test]
fn what_a_stranger_wrote_is_escaped_on_the_page() {
    let memory = |settings: &mut Settings| settings.database_url = "sqlite::memory:".into();
    let page = refused(&RunningSite::start(site().settings(memory)), "Origin: <script>\r\n");

    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
}

/// The answer to a form that brings nothing, over a connection from this machine.
fn refused(site: &RunningSite, headers: &str) -> String {
    site.exchange(format!(
        "POST /form/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: 0\r\n\r\n"
    ))
}

/// A name with `_` is another header, which proxies pass on unseen.
#[tokio::test]
async fn a_header_of_nearly_the_name_is_not_the_header() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    client.headers_mut().insert("x_csrftoken", HeaderValue::from_str(&token).unwrap());
    client.headers_mut().insert("x_forwarded_proto", HeaderValue::from_static("https"));

    let answer = client.post("/form/", &[]).await;

    // Over https the missing referer would come first.
    assert!(reason(&answer).ends_with("no token in the form or the headers"), "{}", reason(&answer));
}

#[tokio::test]
async fn a_test_need_not_bother() {
    let mut client = Client::new(site()).await.unwrap();

    assert_eq!(client.post("/form/", &[("a", "1")]).await.text(), "a=1");
}

// --- the body ------------------------------------------------------------------------------------

#[tokio::test]
async fn the_view_gets_every_byte() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let urlencoded = format!("a=%20+b&csrfmiddlewaretoken={token}&&c");
    let multipart = multipart(&token, "x\r\n--x", "");

    for (path, kind, body) in [
        ("/json/", "application/json", "{\"csrfmiddlewaretoken\":[1,\"é\"]}"),
        ("/bytes/", "application/json", "csrfmiddlewaretoken=x"),
        ("/bytes/", FORM, &urlencoded),
        ("/bytes/", MULTIPART, &multipart),
        ("/bytes/", "text/plain", "csrfmiddlewaretoken=x"),
        ("/bytes/", "text/plain", ""),
    ] {
        assert_eq!(post_with(&mut client, path, kind, &token, body).await.text(), body, "{kind}");
    }
    for (kind, body) in [(FORM, &urlencoded), (MULTIPART, &multipart)] {
        assert_eq!(client.request(Method::POST, "/bytes/", Some(kind), body.clone()).await.text(), **body);
    }
}

#[tokio::test]
async fn json_is_never_read_as_a_form() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let body = format!("csrfmiddlewaretoken={token}");
    for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded-not"] {
        let answer = client.request(Method::POST, "/bytes/", Some(kind), body.clone()).await;
        assert_eq!(answer.status(), 403, "{kind}");
    }
}

#[tokio::test]
async fn a_form_of_another_method_has_no_field() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let body = format!("csrfmiddlewaretoken={token}");
    assert_eq!(client.request(Method::PUT, "/bytes/", Some(FORM), body).await.status(), 403);
}

#[tokio::test]
async fn too_large_a_form_is_told_so() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let many = format!("{}csrfmiddlewaretoken={token}", "a&".repeat(1000));
    let long = format!("a={}&csrfmiddlewaretoken={token}", "x".repeat(2_621_440));
    for body in [many, long] {
        assert_eq!(client.request(Method::POST, "/bytes/", Some(FORM), body).await.status(), 400);
    }
}

#[tokio::test]
async fn a_form_in_another_charset_is_told_so() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let kind = format!("{FORM}; charset=latin-1");
    assert_eq!(post_with(&mut client, "/form/", &kind, &token, "a=1").await.status(), 400);
}

#[tokio::test]
async fn an_upload_is_read_up_to_its_token_and_no_further() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    // Larger than what is held in memory.
    let large = "0123456789".repeat(400_000);
    let (first, last) = (multipart(&token, "small", &large), multipart(&token, &large, "small"));
    let other = multipart(Secret::new().unwrap().expose(), "small", &large);

    // What has been read by then comes as one.
    assert_eq!(upload(&client, &first).await, (200, format!("{} from {PIECE} --xx--\r\n", first.len())));
    assert_eq!(upload(&client, &last).await.0, 403);
    assert_eq!(upload(&client, &other).await.0, 403);
    assert_eq!(upload(&client, "--xx\r\n\r\n").await.0, 403);
    for kind in ["multipart/form-data", "multipart/form-data; boundary="] {
        assert_eq!(post_with(&mut client, "/bytes/", kind, &token, &first).await.status(), 400, "{kind}");
    }

    // The header is found without reading.
    client.headers_mut().insert(X_CSRFTOKEN, token.parse().unwrap());
    assert_eq!(upload(&client, &last).await.0, 200);
}

/// Bytes of a piece of an upload: they cut it anywhere.
const PIECE: usize = 60_001;

/// Sends it in pieces, the last of them its last line.
async fn upload(client: &Client, form: &str) -> (u16, String) {
    let (most, last) = form.split_at(form.len() - 8);
    let pieces = most.as_bytes().chunks(PIECE).chain([last.as_bytes()]).map(Bytes::copy_from_slice);
    let mut request = http::Request::post("/stream/").body(Pieces(pieces.collect())).unwrap();
    *request.headers_mut() = client.headers().clone();
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MULTIPART));
    let cookie = format!("csrftoken={}", client.cookie("csrftoken").unwrap());
    request.headers_mut().insert(COOKIE, cookie.parse().unwrap());

    let response = client.service().clone().call(request).await.unwrap();

    let text = response.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (response.status().as_u16(), text.unwrap_or_default())
}

fn multipart(token: &str, before: &str, after: &str) -> String {
    let file = |name: &str, text: &str| {
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n{text}\r\n")
    };
    let field =
        format!("--xx\r\nContent-Disposition: form-data; name=\"csrfmiddlewaretoken\"\r\n\r\n{token}\r\n");
    format!("{}{field}{}--xx--\r\n", file("before", before), file("after", after))
}

#[test]
fn the_body_of_a_refused_request_is_never_the_next_request() {
    let site = RunningSite::start(site().settings(|settings| settings.allowed_hosts = vec!["a".into()]));
    let hidden = "GET /cookie/ HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);

    let answers = site.exchange(format!(
        "POST /json/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n\
         {hidden}GET /token/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        hidden.len()
    ));

    assert_eq!(answers.matches("HTTP/1.1 ").count(), 2, "{answers}");
    assert!(answers.starts_with("HTTP/1.1 403 ") && answers.contains("HTTP/1.1 200 "), "{answers}");
}

/// A body that comes in these pieces.
struct Pieces(VecDeque<Bytes>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(self.0.pop_front().map(|bytes| Ok(Frame::data(bytes))))
    }
}

// --- start-up and pages of one's own --------------------------------------------------------------

mod custom {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [CsrfViewMiddleware], templates: "templates_csrf" }

    #[view(POST, "/", app = crate::csrf::custom::App)]
    async fn index() -> &'static str {
        ""
    }
}

#[test]
fn an_application_may_have_its_own_page() {
    let of = |debug| {
        RunningSite::start(custom::App::build().settings(move |settings| {
            settings.debug = debug;
            settings.secret_key = SECRET_KEY.into();
            settings.allowed_hosts = vec!["localhost".into()];
        }))
    };
    let request = "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    let reason = "CSRF check failed: the browser sent no secret";
    for (site, reason) in [(of(true), reason), (of(false), "no reason")] {
        let answer = site.exchange(request);
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        let (said, token) = text.trim().rsplit_once(' ').unwrap();
        assert!(head.starts_with("HTTP/1.1 403 ") && head.contains("set-cookie: csrftoken="), "{head}");
        assert_eq!((said, token.len()), (&*format!("ours {reason} True False"), 64));
    }
}

#[tokio::test]
async fn a_refusal_comes_in_the_form_that_is_asked_for() {
    for (accept, kind, shown) in [
        ("text/html", "text/html; charset=utf-8", "<meta charset=\"utf-8\">"),
        (
            "text/html",
            "text/html; charset=utf-8",
            "<main><h1>403 Forbidden</h1><p>CSRF check failed: this form",
        ),
        ("application/json", "application/problem+json", "\"status\":403,\"detail\":\"CSRF check failed\"}"),
        ("text/plain", "text/plain; charset=utf-8", "403 Forbidden\n\nCSRF check failed\n"),
    ] {
        let mut client = client().await;
        client.headers_mut().insert(http::header::ACCEPT, HeaderValue::from_static(accept));

        let answer = client.post("/bytes/", &[]).await;

        let vary = answer.header("vary").unwrap_or_default();
        assert!(answer.status() == 403 && vary.contains("Accept"), "{accept}: {vary}");
        assert_eq!(answer.header("content-type"), Some(kind));
        let text = answer.text();
        assert!(text.contains(shown) && !text.contains("the browser sent no secret"), "{accept}: {text}");
    }
    let bare = client().await.post("/bytes/", &[]).await;
    assert!(bare.text().contains("<h1>403 Forbidden</h1>") && !bare.text().contains("<style>"));
}

#[test]
fn a_developer_reads_the_reason_in_each_form() {
    let site = RunningSite::start(site());
    for accept in ["text/html", "application/json", "text/plain"] {
        let answer = site.exchange(format!(
            "POST /bytes/ HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\
             Content-Length: 0\r\n\r\n"
        ));
        assert!(answer.contains("CSRF check failed: the browser sent no secret"), "{answer}");
    }
}

#[tokio::test]
async fn settings_that_cannot_be_meant_stop_the_start() {
    let refusal = async |adjust: fn(&mut Settings)| {
        Client::new(custom::App::build().settings(adjust)).await.unwrap_err().to_string()
    };

    for (adjust, wanted) in [
        (
            (|settings| settings.csrf_trusted_origins = vec!["example.com".into()]) as fn(&mut Settings),
            "`example.com` in `csrf_trusted_origins` is not an origin\nhelp: write scheme and host",
        ),
        (
            |settings| settings.csrf_header_name = "a b".into(),
            "`a b` in `csrf_header_name` is no header name",
        ),
        (|settings| settings.csrf_cookie_name = "a b".into(), "the CSRF cookie cannot be sent"),
        (|settings| settings.csrf_cookie_samesite = "Lux".into(), "the CSRF cookie cannot be sent"),
        (
            |settings| settings.csrf_use_sessions = true,
            "`csrf_use_sessions` is set, and the application has no",
        ),
    ] {
        let message = refusal(adjust).await;
        assert!(message.starts_with(wanted), "{message}");
    }
}

mod own_answer {
    use vestibule::csrf::CsrfError;
    use vestibule::prelude::*;

    vestibule::app! {
        middleware: [CsrfViewMiddleware],
        csrf_failure: refused,
    }

    #[view(POST, "/", app = crate::csrf::own_answer::App)]
    async fn index() -> &'static str {
        "changed"
    }

    async fn refused(request: &mut Request, reason: &CsrfError) -> Result {
        match *reason == CsrfError::NoCookie {
            true => redirect(format!("/cookies/?next={}", request.path())),
            false => Ok(Response::json(&reason.to_string())?.with_status(http::StatusCode::FORBIDDEN)),
        }
    }
}

#[tokio::test]
async fn an_application_may_answer_itself_what_is_refused() {
    let mut client = Client::new(own_answer::App::build()).await.unwrap().enforce_csrf_checks();

    let without_cookie = client.post("/", &[]).await;
    client.set_cookie("csrftoken", Secret::new().unwrap().expose());
    let without_token = client.post("/", &[]).await;

    assert_eq!((without_cookie.status(), without_cookie.location()), (302, Some("/cookies/?next=/")));
    assert_eq!(
        (without_token.status(), without_token.header("content-type")),
        (403, Some("application/json"))
    );
    assert!(without_token.errors()[0].starts_with("CSRF"), "{:?}", without_token.errors());
}

#[tokio::test]
async fn a_form_with_files_is_read_as_one_without() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let wrong = Secret::new().unwrap();

    // An empty or stale header does not hide the field, and a right one does not mend a wrong field.
    for (header, field, status) in [
        ("", &*token, 200),
        (wrong.expose(), &*token, 200),
        (&*token, wrong.expose(), 403),
        (&*token, "", 200),
    ] {
        client.headers_mut().insert(X_CSRFTOKEN, header.parse().unwrap());
        assert_eq!(upload(&client, &multipart(field, "a", "b")).await.0, status, "{header} {field}");
    }

    client.headers_mut().remove(X_CSRFTOKEN);
    let many = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n".repeat(1001);
    assert_eq!(upload(&client, &format!("{many}{}", multipart(&token, "a", "b"))).await.0, 400);
}
