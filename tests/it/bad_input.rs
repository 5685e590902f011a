//! What strangers send: the right status, one log line, and the server goes on.

use std::future::poll_fn;
use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame};
use vestibule::prelude::*;
use vestibule::server::ConnectionInfo;
use vestibule::tracing::field::{Field, Visit};
use vestibule::tracing::span;
use vestibule::tracing::{self, Event, Metadata, Subscriber};
use vestibule::{Body, RequestBody, http};
use vestibule_tests::RunningSite;

vestibule::app! { login: "/login/" }

#[view(GET, POST, "/", csrf_exempt, app = crate::bad_input::App)]
async fn index(request: &mut Request) -> Result {
    let body = request.body().await?.len();
    Ok(Response::text(format!("{body} {:?}", request.cookies().get("good"))))
}

#[view(GET, "/say/{word}/", app = crate::bad_input::App)]
async fn say(word: String) -> String {
    word
}

#[view(GET, "/panic/", app = crate::bad_input::App)]
async fn panics(session: Session) -> Result {
    session.insert("lost", 1)?;
    panic!("the view is broken")
}

#[view(GET, "/signed/", app = crate::bad_input::App)]
async fn signed(request: &Request) -> String {
    format!("{:?}", request.get_signed_cookie("user", "", None).ok())
}

#[view(GET, "/host/", app = crate::bad_input::App)]
async fn host(request: &Request) -> Result<String> {
    Ok(request.host()?.to_owned())
}

#[view(POST, "/pin/", app = crate::bad_input::App)]
async fn pin(Json(pin): Json<u32>) -> String {
    pin.to_string()
}

#[view(GET, "/hidden/", app = crate::bad_input::App)]
async fn hidden() -> Result {
    Err(Error::internal("the reason"))
}

/// Ten bytes, and then what `end` says: a failure, or a panic.
struct BreaksOff {
    end: String,
    has_begun: bool,
}

impl http_body::Body for BreaksOff {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        if !std::mem::replace(&mut self.has_begun, true) {
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"0123456789")))));
        }
        assert!(self.end != "panic", "the stream is broken");
        Poll::Ready(Some(Err(std::io::Error::other(self.end.clone()))))
    }
}

#[view(GET, "/breaks-off/{end}/", app = crate::bad_input::App)]
async fn breaks_off(end: String) -> Response {
    let mut response = Response::text("");
    response.set_body(Body::new(BreaksOff { end, has_begun: false }));
    response
}

/// Puts a page of its own in the place of every error.
#[derive(Default)]
struct FriendlyPages;

#[middleware(order = 5, app = crate::bad_input::App)]
impl FriendlyPages {
    fn process_response(&self, request: &mut Request, response: Response) -> Response {
        if request.path() == "/hidden/" { Response::text("all is well") } else { response }
    }
}

#[derive(Default)]
struct PanickingHook;

#[middleware(order = 10, app = crate::bad_input::App)]
impl PanickingHook {
    fn process_response(&self, request: &mut Request, response: Response) -> Response {
        assert!(request.path() != "/say/hook/", "the hook is broken");
        response
    }
}

/// Keeps the request lines of one test's log.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "vestibule::request"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Text(String);

        impl Visit for Text {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!("{field}={value:?} "));
            }
        }

        let mut text = Text(format!("{} ", event.metadata().level()));
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// The status line of the answer.
fn status(site: &RunningSite, request: impl AsRef<[u8]>) -> String {
    site.exchange(request).lines().next().unwrap_or("nothing").to_owned()
}

fn site() -> RunningSite {
    RunningSite::start(App::build().settings(|settings| settings.database_url = "sqlite::memory:".into()))
}

#[test]
fn each_mistake_has_its_status_and_the_server_goes_on() {
    let site = site();
    let long = "x".repeat(9000);
    let large = "x".repeat(70_000);
    for (request, wanted) in [
        ("BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(), "HTTP/1.1 405 "),
        (
            "GET /nowhere/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(),
            "HTTP/1.1 404 ",
        ),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        (format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n"), "HTTP/1.1 414 "),
        (format!("GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: {large}\r\n\r\n"), "HTTP/1.1 431 "),
        (
            format!("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n{long}"),
            "HTTP/1.1 400 ",
        ),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("nonsense\r\n\r\n".to_owned(), "HTTP/1.1 400 "),
        ("GET /panic/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(), "HTTP/1.1 500 "),
        (
            "GET /say/hook/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_owned(),
            "HTTP/1.1 500 ",
        ),
    ] {
        let answer = status(&site, &request);
        assert!(answer.starts_with(wanted), "{:.60} was answered with {answer}", request);
        assert!(site.get("/", "").starts_with("HTTP/1.1 200 OK"), "after {:.60}", request);
    }
}

#[test]
fn odd_escapes_and_bytes_in_the_path_are_text() {
    let site = site();

    assert!(site.get("/say/%zz%/", "").ends_with("%zz%"));
    assert!(site.get("/say/%ff%C3%A9/", "").ends_with("%FFé"));
}

#[test]
fn one_broken_cookie_costs_no_other() {
    let site = site();
    let mut request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ".to_vec();
    request.extend_from_slice(b"odd=\xff\xfe; =x; nothing; \"a=b; good=1; other=\"a;b\"\r\n\r\n");

    assert!(site.exchange(&request).ends_with("0 Some(\"1\")"));
    assert!(site.get("/", "Cookie: a=1\r\nCookie: good=2\r\n").ends_with("0 Some(\"2\")"));
}

/// RFC 9113 section 8.2.3: a client may send each cookie in a field of its own.
#[test]
fn the_cookie_fields_of_http2_are_one() {
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        [&[0, 0, payload.len() as u8, kind, flags, 0, 0, 0, stream], payload].concat()
    };
    let literal = |name: &[u8], value: &str| [name, &[value.len() as u8], value.as_bytes()].concat();
    // RFC 7541: GET, http, `/`; then names by their index, 1 is `:authority` and 32 is `cookie`.
    let mut block = vec![0x82, 0x86, 0x84];
    block.extend(literal(&[0x01], "localhost"));
    for cookie in ["good=1", "odd=\"x", "good=2", "other=y"] {
        block.extend(literal(&[0x0f, 0x11], cookie));
    }
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let (settings, goodbye) = (frame(4, 0, 0, &[]), frame(7, 0, 0, &[0; 8]));

    let answer = site().exchange([preface, settings, frame(1, 5, 1, &block), goodbye].concat());

    assert!(answer.contains("0 Some(\"2\")"), "{answer:?}");
}

#[test]
fn a_tampered_signature_is_no_cookie() {
    let site = site();
    for value in ["gary:1vbVSP:JY5u50TirGD3ohKrkuUXnk6Eak7O2wH6N93JmbrB-wU", "gary", "::", "gary:x:"] {
        assert!(site.get("/signed/", &format!("Cookie: user={value}\r\n")).ends_with("None"), "{value}");
    }
}

#[tokio::test]
async fn a_panic_is_one_line_that_says_where_and_saves_nothing() {
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let mut client = vestibule::testing::Client::new(App::build()).await.unwrap();

    let answer = client.get("/panic/").await;
    client.get("/say/hook/").await;

    drop(guard);
    let lines = lines.0.lock().unwrap().clone();
    assert_eq!((answer.status(), answer.header("set-cookie")), (500, None));
    assert_eq!(lines.len(), 2, "{lines:?}");
    let hook = format!("`PanickingHook.process_response` panicked at {}:", file!());
    assert!(lines[1].contains(&hook) && lines[1].contains("the hook is broken"), "{lines:?}");
    assert!(lines[0].starts_with("ERROR ") && lines[0].contains("status=500"), "{lines:?}");
    let place = format!("view `{}::panics` panicked at {}:", module_path!(), file!());
    assert!(lines[0].contains(&place) && lines[0].contains("the view is broken"), "{lines:?}");
    assert!(!answer.text().contains("broken"));
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_a_line_and_an_error_to_its_client() {
    for (end, wanted) in [("gone", "gone"), ("panic", "the stream is broken")] {
        let lines = Lines::default();
        let _guard = tracing::subscriber::set_default(lines.clone());
        let client = vestibule::testing::Client::new(App::build()).await.unwrap();
        let mut request =
            http::Request::get(format!("/breaks-off/{end}/")).body(RequestBody::default()).unwrap();
        request.headers_mut().insert(http::header::HOST, "testserver".parse().unwrap());

        let mut body = client.service().answer(request, ConnectionInfo::unknown()).await.into_body();
        let mut next = async || poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await;
        let (first, second, third) = (next().await, next().await, next().await);

        assert!(first.unwrap().is_ok() && second.unwrap().is_err() && third.is_none());
        let lines = lines.0.lock().unwrap().clone();
        let last = lines.last().unwrap();
        assert!(last.starts_with("ERROR ") && last.contains(wanted), "{lines:?}");
        assert!(last.contains(&format!("GET /breaks-off/{end}/: the answer broke off")), "{lines:?}");
    }
}

#[test]
fn a_panic_in_a_stream_harms_no_answer_before_it() {
    let site = site();

    let answers = site.exchange(
        "GET /say/first/ HTTP/1.1\r\nHost: localhost\r\n\r\n\
         GET /breaks-off/panic/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    );

    assert!(answers.contains("first") && !answers.ends_with("0\r\n\r\n"), "{answers}");
}

/// The request lines that one request of a test client leaves.
async fn lines_of(
    method: vestibule::http::Method,
    path: &str,
    host: &str,
    body: &'static str,
) -> (u16, Vec<String>) {
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let mut client = vestibule::testing::Client::new(App::build()).await.unwrap();
    client.headers_mut().insert("host", host.parse().unwrap());

    let answer = client.request(method, path, Some("application/json"), body).await;

    drop(guard);
    let lines = lines.0.lock().unwrap().clone();
    (answer.status(), lines)
}

#[tokio::test]
async fn a_host_that_is_not_ours_is_refused_when_it_is_asked_for() {
    let get = vestibule::http::Method::GET;

    assert_eq!(lines_of(get.clone(), "/host/", "evil.com", "").await.0, 400);
    assert_eq!(lines_of(get.clone(), "/host/", "a_b", "").await.0, 400);
    assert_eq!(lines_of(get, "/host/", "localhost:8000", "").await.0, 200);
}

#[tokio::test]
async fn a_forwarded_host_counts_where_a_setting_says_so_and_is_one_host() {
    for (is_believed, lines, wanted) in [
        (false, &["example.com"][..], (200, "localhost")),
        (true, &["example.com"], (200, "example.com")),
        (true, &["evil.com"], (400, "")),
        (true, &["example.com", "example.com"], (400, "")),
        (true, &["ex\u{e9}mple.com"], (400, "")),
    ] {
        let site = App::build().settings(move |settings| {
            settings.use_x_forwarded_host = is_believed;
            settings.allowed_hosts = vec!["localhost".into(), "example.com".into()];
        });
        let mut client = vestibule::testing::Client::new(site).await.unwrap();
        let headers = client.headers_mut();
        headers.insert("host", "localhost".parse().unwrap());
        // No other name is this header.
        headers.insert("x_forwarded_host", "evil.com".parse().unwrap());
        for line in lines {
            headers.append("x-forwarded-host", line.as_bytes().try_into().unwrap());
        }

        let answer = client.get("/host/").await;

        let text = if answer.status() == 200 { answer.text() } else { String::new() };
        assert_eq!((answer.status(), &*text), wanted, "{is_believed} {lines:?}");
    }
}

#[tokio::test]
async fn what_a_visitor_typed_is_not_in_the_log() {
    let (status, lines) = lines_of(vestibule::http::Method::POST, "/pin/", "localhost", "\"hunter2\"").await;

    assert_eq!(status, 400);
    assert!(lines.len() == 1 && !lines[0].contains("hunter2"), "{lines:?}");
}

#[tokio::test]
async fn an_error_is_logged_whatever_page_takes_its_place() {
    let (status, lines) = lines_of(vestibule::http::Method::GET, "/hidden/", "localhost", "").await;

    assert_eq!(status, 200);
    assert!(lines[0].starts_with("ERROR ") && lines[0].contains("the reason"), "{lines:?}");
}

#[tokio::test]
async fn text_from_a_request_is_one_line_of_the_log() {
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    let mut client = vestibule::testing::Client::new(App::build()).await.unwrap();

    client.get("/a%0d%0aERROR%20forged%E2%80%A8/").await;

    drop(guard);
    let lines = lines.0.lock().unwrap().clone();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("/a\\r\\nERROR forged\\u{2028}/"), "{lines:?}");
}

#[test]
fn a_client_that_leaves_harms_nobody() {
    let site = site();
    for _ in 0..20 {
        let mut stream = std::net::TcpStream::connect(site.address()).unwrap();
        stream.write_all(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf").unwrap();
    }

    assert!(site.get("/", "").starts_with("HTTP/1.1 200 OK"));
}

/// Four characters of a year, whatever they are.
struct Year(u16);

impl FromPath for Year {
    type Url<'a> = u16;

    fn from_path(text: &str) -> Option<Self> {
        // Panics where the fourth byte is not the end of a character.
        text[..4].parse().ok().map(Self)
    }
}

#[view(GET, "/years/{year}/", app = crate::bad_input::App)]
async fn year(year: Year) -> String {
    year.0.to_string()
}

#[tokio::test]
async fn a_panic_while_the_path_is_read_is_a_500_that_passes_the_layers() {
    let mut client = vestibule::testing::Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/years/2026/").await.text(), "2026");
    let answer = client.get("/years/20%C3%A96/").await;
    assert_eq!(answer.status(), 404);
    let answer = client.get("/years/202%C3%A9/").await;

    assert_eq!((answer.status(), answer.header("x-content-type-options")), (500, Some("nosniff")));
    assert!(answer.errors()[0].contains("panicked at"), "{:?}", answer.errors());
}

#[test]
fn beside_the_host_of_an_absolute_target_a_host_line_means_nothing() {
    let site = site();
    let ask = |target: &str, host: &str| {
        site.exchange(format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    };

    assert!(ask("http://127.0.0.1/host/", "localhost").ends_with("127.0.0.1"));
    assert!(ask("http://evil.test/host/", "localhost").starts_with("HTTP/1.1 400"));
}

#[tokio::test]
async fn a_query_of_too_many_fields_is_refused_before_any_view() {
    let mut client = vestibule::testing::Client::new(App::build()).await.unwrap();
    let query = |fields: usize| format!("/?{}", vec!["a"; fields].join("&"));

    assert_eq!(client.get(&query(1000)).await.status(), 200);
    assert_eq!(client.get(&query(1001)).await.status(), 400);
    assert_eq!(client.get(&format!("/?{}", "&".repeat(60_000))).await.status(), 400);
}

struct Breaks;

impl<A> FromRequest<A> for Breaks {
    async fn from_request(_: &mut Request) -> Result<Self, Error> {
        panic!("the extractor is broken")
    }
}

#[view(GET, "/extractor/", app = crate::bad_input::App)]
async fn extractor(_taken: Breaks) -> &'static str {
    "taken"
}

#[view(GET, "/guard/", app = crate::bad_input::App)]
#[login_auth(test = breaks)]
async fn guard() -> &'static str {
    "entered"
}

fn breaks(_: &User) -> bool {
    panic!("the guard is broken")
}

#[view(GET, "/enter/", app = crate::bad_input::App)]
async fn enter(request: &mut Request) -> Result {
    vestibule::auth::login(request, User::builder("1", "gary").build()).await?;
    Ok(Response::text("in"))
}

/// Told what went wrong with a view, as every layer that wants to know is.
#[derive(Default)]
struct Nurse;

#[middleware(order = 650, app = crate::bad_input::App)]
impl Nurse {
    fn process_exception(&self, _request: &mut Request, error: &Error) -> Option<Response> {
        (error.is_panic() && error.to_string().contains("guard")).then(|| Response::text("it is well"))
    }
}

#[tokio::test]
async fn a_panic_in_a_guard_or_extractor_goes_the_way_of_an_error() {
    let users = vestibule::auth::FixedUsers::new([("gary", "")]);
    let mut client = vestibule::testing::Client::new(App::build().users(users)).await.unwrap();
    client.get("/enter/").await;

    let extractor = client.get("/extractor/").await;
    let guard = client.get("/guard/").await;

    assert_eq!((extractor.status(), extractor.header("x-frame-options")), (500, Some("DENY")));
    assert!(extractor.errors()[0].contains("the extractor is broken"), "{:?}", extractor.errors());
    assert_eq!((guard.status(), guard.text().as_str()), (200, "it is well"));
}

#[tokio::test]
async fn a_proxys_header_that_is_none_stops_the_start() {
    let site = App::build().settings(|settings| {
        settings.secure_proxy_ssl_header = Some(("X Forwarded Proto".into(), "https".into()));
    });

    let error = site.start().await.unwrap_err().to_string();

    assert!(
        error.starts_with("`secure_proxy_ssl_header` names `X Forwarded Proto`, which is no header\nhelp: ")
    );
}
