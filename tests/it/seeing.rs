//! What a developer sees of a request's way: `Server-Timing`, the pages of a debug build, commands.

use std::io::Write;
use std::process::Command;
use std::sync::mpsc::{Sender, channel};

use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::{RunningSite, TempDir};

vestibule::app! { middleware: [] }

#[derive(Default)]
struct Outer;

#[middleware(order = 10, app = crate::seeing::App)]
impl Outer {
    fn process_request(&self, request: &mut Request) -> Option<Response> {
        (request.path() == "/closed/").then(|| Response::text("closed"))
    }

    fn process_response(&self, _: &mut Request, response: Response) -> Response {
        response
    }
}

#[middleware(order = 20, app = crate::seeing::App)]
async fn between(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await
}

#[derive(Default)]
struct Inner;

#[middleware(order = 30, app = crate::seeing::App)]
impl Inner {
    async fn process_view(&self, _: &mut Request, _: &View) {}

    fn process_exception(&self, _: &mut Request, _: &Error) {}

    fn process_response(&self, request: &mut Request, response: Response) -> Result {
        match request.path() {
            "/unpacked/" => Err(Error::internal("the <b>parcel</b> is torn")),
            _ => Ok(response),
        }
    }
}

/// Leaves itself out.
struct Absent;

#[middleware(order = 40, app = crate::seeing::App)]
impl Absent {
    fn new(_: &Settings) -> Option<Self> {
        None
    }

    fn process_request(&self, _: &mut Request) {}
}

#[view(GET, "/", app = crate::seeing::App)]
async fn index() -> &'static str {
    "index"
}

#[view(GET, "/closed/", app = crate::seeing::App)]
async fn closed() -> &'static str {
    "never"
}

#[view(GET, "/unpacked/", app = crate::seeing::App)]
async fn unpacked() -> &'static str {
    "whole"
}

#[view(GET, POST, "/panic/", app = crate::seeing::App)]
async fn panics(request: &mut Request) -> Result {
    request.body().await?;
    panic!("<i>lost</i>")
}

#[view(GET, "/forever/", app = crate::seeing::App)]
async fn forever(entered: Option<State<Sender<()>>>) -> Result {
    let State(entered) = entered.expect("of the test that asks for this view");
    entered.send(())?;
    std::future::pending().await
}

fn site() -> RunningSite {
    RunningSite::start(App::build())
}

/// The names in a `Server-Timing` header, each with a time after it.
fn names(timing: &str) -> Vec<&str> {
    timing
        .split(", ")
        .map(|metric| {
            let (name, time) = metric.split_once(";dur=").expect("a time");
            assert!(time.parse::<f64>().is_ok_and(|time| time >= 0.0), "{metric}");
            name
        })
        .collect()
}

#[tokio::test]
async fn every_station_is_timed() {
    let mut client = Client::new(App::build()).await.unwrap();

    let answer = client.get("/").await;

    let timing = answer.header("server-timing").expect("a debug build");
    let all = [
        "total",
        "Outer.process_request",
        "between.around",
        "route",
        "Inner.process_view",
        "view",
        "Inner.process_response",
        "Outer.process_response",
    ];
    assert_eq!(names(timing), all);
}

#[tokio::test]
async fn what_did_not_run_is_not_timed() {
    let mut client = Client::new(App::build()).await.unwrap();

    let answer = client.get("/closed/").await;

    let timing = answer.header("server-timing").expect("a debug build");
    assert_eq!(names(timing), ["total", "Outer.process_request", "Outer.process_response"]);
}

#[tokio::test]
async fn without_debug_nothing_is_timed_or_shown() {
    let site = App::build().settings(|settings| settings.debug = false);
    let mut client = Client::new(site).await.unwrap();

    let answer = client.get("/").await;

    assert_eq!(answer.header("server-timing"), None);
    assert_eq!(client.get("/__vestibule__/").await.status(), 404);
}

#[test]
fn the_last_requests_are_listed() {
    let site = site();
    site.get("/?q=1", "");
    site.get("/nowhere/", "");

    let list = site.get("/__vestibule__/", "");

    assert!(
        list.starts_with("HTTP/1.1 200 OK") && list.contains("content-security-policy: default-src 'none'")
    );
    let first = list.find("/__vestibule__/2/").expect("the newer one");
    let second = list.find("/__vestibule__/1/").expect("the older one");
    assert!(first < second, "newest first");
    assert!(!list.contains("/__vestibule__/3/"), "the list does not list itself");
}

#[test]
fn a_walk_shows_each_hook_and_what_came_of_it() {
    let site = site();
    site.get("/unpacked/", "");
    site.get("/closed/", "");
    site.get("/panic/", "");

    let failed = site.get("/__vestibule__/1/", "");
    let closed = site.get("/__vestibule__/2/", "");
    let panicked = site.get("/__vestibule__/3/", "");

    assert!(
        failed.contains("failed, 500: the &lt;b&gt;parcel&lt;") && !failed.contains("<b>parcel"),
        "{failed}"
    );
    assert!(
        closed.contains("answered 200") && closed.contains("not entered") && closed.contains("not reached")
    );
    assert!(panicked.contains("class=\"panicked\"") && panicked.contains("&lt;i&gt;lost&lt;"), "{panicked}");
    for name in ["Outer", "between", "Inner", "process_view", file!()] {
        assert!(failed.contains(&name.replace('/', "&#x2f;")), "{name}");
    }
    assert!(!failed.contains("Absent"), "left out by the settings");
}

#[test]
fn secrets_are_blank_on_the_pages() {
    let site = site();
    let body = "password=hunter1&colour=hunter2";
    let request = format!(
        "POST /panic/?token=hunter3&q=shown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Cookie: sessionid=hunter4; theme=hunter5\r\nAuthorization: Basic hunter6\r\nX-Api-Key: hunter7\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );

    let error = site.exchange(&request);
    let walk = site.get("/__vestibule__/1/", "");

    for page in [error, walk] {
        assert!(!page.contains("hunter"), "{page}");
        for shown in ["shown", "sessionid", "theme", "colour", "authorization"] {
            assert!(page.contains(shown), "{shown}");
        }
    }
}

#[test]
fn pages_are_for_this_machine_only() {
    let site = site();
    for headers in ["X-Forwarded-For: 192.0.2.1\r\n", "Forwarded: for=192.0.2.1\r\n", "Via: 1.1 proxy\r\n"] {
        assert!(site.get("/__vestibule__/", headers).starts_with("HTTP/1.1 404"), "{headers}");
    }
    // A name of a stranger's that points here.
    let rebound = "GET /__vestibule__/ HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n";
    assert!(site.exchange(rebound).starts_with("HTTP/1.1 404"));
    let posted =
        "POST /__vestibule__/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    assert!(site.exchange(posted).starts_with("HTTP/1.1 404"));
}

#[test]
fn a_client_that_left_is_listed_as_such() {
    let (sender, entered) = channel::<()>();
    let site = RunningSite::start(App::build().state(sender));
    let mut stream = std::net::TcpStream::connect(site.address()).unwrap();
    stream.write_all(b"GET /forever/ HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    entered.recv().unwrap();
    drop(stream);

    // The server sees it when it comes to it.
    let begun = std::time::Instant::now();
    while !site.get("/__vestibule__/", "").contains("/forever/".replace('/', "&#x2f;").as_str()) {
        assert!(begun.elapsed().as_secs() < 20, "it is never listed");
        std::thread::yield_now();
    }

    let walk = site.get("/__vestibule__/1/", "");
    assert!(walk.contains("Ended before the answer") && walk.contains("has not ended"), "{walk}");
}

#[tokio::test]
async fn a_client_from_elsewhere_sees_no_pages() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/__vestibule__/").await.status(), 404);
}

#[test]
fn old_requests_make_room_for_new_ones() {
    let site = site();
    for _ in 0..51 {
        site.get("/", "");
    }

    let list = site.get("/__vestibule__/", "");

    assert_eq!(list.matches("<a href=\"/__vestibule__/").count(), 50);
    assert!(site.get("/__vestibule__/1/", "").starts_with("HTTP/1.1 404"));
    assert!(site.get("/__vestibule__/51/", "").starts_with("HTTP/1.1 200"));
}

/// What a command of the little site `keeper` prints.
fn command(arguments: &[&str]) -> (bool, String) {
    let directory = TempDir::new();
    let output = Command::new(env!("CARGO_BIN_EXE_keeper"))
        .current_dir(directory.path())
        .args(arguments)
        .output()
        .expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("text"))
}

/// The lines with one space between words, as columns depend on the paths of files.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_layers_can_be_listed() {
    let (ok, text) = command(&["middleware"]);

    let lines = lines(&text);
    let starts: Vec<_> = lines.iter().filter_map(|line| line.split("Middleware").next()).collect();
    let seven = ["100 Security", "200 Session", "300 Common", "400 CsrfView", "500 Authentication"];
    assert!(ok && starts[..5] == seven && starts[5..] == ["600 Message", "700 XFrameOptions"], "{text}");
    assert!(lines[1].contains("session.rs:"), "{text}");
    assert!(lines[1].ends_with(" process_request, process_response"), "{text}");
}

#[test]
fn a_request_can_be_explained_beforehand() {
    let (ok, text) = command(&["explain", "GET", "/set/caf%C3%A9/?q=1"]);

    assert!(ok, "{text}");
    let lines = lines(&text);
    let starts = [
        "GET /set/café/",
        "",
        "▶ SecurityMiddleware process_request",
        "│ ▶ SessionMiddleware process_request",
        "│ │ ▶ CommonMiddleware process_request",
        "│ │ │ ▶ CsrfViewMiddleware process_request",
        "│ │ │ │ ▶ AuthenticationMiddleware process_request",
        "│ │ │ │ │ ▶ MessageMiddleware process_request",
        "│ │ │ │ │ │ ▶ XFrameOptionsMiddleware",
        "│ │ │ │ │ │ │ route /set/{key}/",
        "│ │ │ │ │ │ │ key = café",
        "│ │ │ │ │ │ │ CsrfViewMiddleware process_view",
        "│ │ │ │ │ │ │ view keeper::set",
        "│ │ │ │ │ │ ◀ XFrameOptionsMiddleware process_response",
        "│ │ │ │ │ ◀ MessageMiddleware process_response",
        "│ │ │ │ ◀ AuthenticationMiddleware",
        "│ │ │ ◀ CsrfViewMiddleware process_response",
        "│ │ ◀ CommonMiddleware process_response",
        "│ ◀ SessionMiddleware process_response",
        "◀ SecurityMiddleware process_response",
    ];
    assert_eq!(lines.len(), starts.len(), "{text}");
    for (line, start) in lines.iter().zip(starts) {
        assert!(line.starts_with(start), "{line} is not {start}");
    }
}

#[test]
fn a_reader_that_has_read_enough_is_no_mistake() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);

    let status = Command::new(env!("CARGO_BIN_EXE_keeper")).arg("routes").stdout(writer).status();

    assert!(status.expect("it runs").success());
}

#[test]
fn a_request_that_no_view_answers_is_explained_too() {
    let (_, unknown) = command(&["explain", "GET", "/keys"]);
    let (_, sent) = command(&["explain", "POST", "/keys"]);
    let (_, odd) = command(&["explain", "GET", "/set/caf%C3%A9"]);
    let (_, nowhere) = command(&["explain", "GET", "/nowhere"]);
    let (_, trace) = command(&["explain", "GET", "/__vestibule__/1/"]);
    let (_, method) = command(&["explain", "delete", "/keys/"]);
    let (ok, wrong) = command(&["explain", "GET", "keys"]);

    assert!(unknown.contains("404: no view has this path"), "{unknown}");
    assert!(unknown.contains("then 301 to /keys/: CommonMiddleware appends the slash"), "{unknown}");
    assert!(trace.ends_with("This debug build answers it by itself, before any layer.\n"), "{trace}");
    assert!(odd.contains("then 301 to /set/caf%C3%A9/: "), "{odd}");
    assert!(sent.contains("then 500: CommonMiddleware") && !sent.contains("301"), "{sent}");
    assert!(nowhere.contains("404: no view has this path") && !nowhere.contains("then "), "{nowhere}");
    assert!(lines(&unknown).iter().any(|line| line.starts_with("/keys/ it ends with a slash")), "{unknown}");
    assert!(unknown.contains("tried, the most exact first:"), "{unknown}");
    assert!(method.contains("405: this path answers GET, HEAD, OPTIONS"), "{method}");
    assert!(!ok && wrong.contains("`keys` is no path\nhelp: "), "{wrong}");
}

#[test]
fn what_a_reader_would_not_see_is_escaped_for_developers() {
    let site = site();
    let path = "/nowhere/%E2%80%AEgnp.exe%EF%BB%BF%D8%9C%F3%A0%81%81/?q=%E2%81%A6a";

    for accept in ["text/html", "text/plain"] {
        let page = site.get(path, &format!("Accept: {accept}\r\n"));
        assert!(
            page.starts_with("HTTP/1.1 404")
                && !page.contains(['\u{202e}', '\u{feff}', '\u{61c}', '\u{e0041}']),
            "{page}"
        );
    }
    let page = site.get("/__vestibule__/", "Accept: text/html\r\n");
    assert!(page.contains("\\u{202e}gnp.exe\\u{feff}\\u{61c}\\u{e0041}"), "{page}");
    let page = site.get("/__vestibule__/1/", "Accept: text/html\r\n");
    assert!(page.contains("\\u{2066}a") && !page.contains('\u{2066}'), "{page}");
}
