//! Pages that load themselves anew: the script, where it is added, and what it listens to.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use vestibule::csp::{NONCE, Policy};
use vestibule::middleware::{ContentSecurityPolicyMiddleware, GZipMiddleware};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::{RunningSite, TempDir};

vestibule::app! { middleware: [GZipMiddleware, ContentSecurityPolicyMiddleware] }

const PAGE: &str = "<!doctype html><p>page</p><pre></body></pre></BODY></html>";

#[view(GET, POST, "/", app = crate::live_reload::App)]
async fn page() -> Response {
    Response::html(PAGE)
}

#[view(GET, "/text/", app = crate::live_reload::App)]
async fn text() -> Response {
    Response::text(PAGE)
}

#[view(GET, "/fragment/", app = crate::live_reload::App)]
async fn fragment() -> Response {
    Response::html("<li>row</li>")
}

/// Long enough to be compressed.
#[view(GET, "/long/", app = crate::live_reload::App)]
async fn long() -> Response {
    Response::html(format!("{}</body>", "<p>page</p>".repeat(100)))
}

#[view(GET, "/nonce/", app = crate::live_reload::App)]
async fn nonce(request: &Request) -> Result<Response> {
    let mut page = Response::html(format!("<i>{}</i></body>", request.csp_nonce()?));
    page.csp_override(Policy::new().with("script-src", [NONCE]));
    Ok(page)
}

#[view(GET, "/closed/", app = crate::live_reload::App)]
async fn closed() -> Response {
    let mut page = Response::html(PAGE);
    page.csp_override(Policy::new().with("default-src", ["'none'"]));
    page
}

#[view(GET, "/fails/", app = crate::live_reload::App)]
async fn fails() -> Result {
    Err(Error::internal("it fails"))
}

/// A site that watches a folder.
fn start(folder: &TempDir) -> RunningSite {
    let folder = folder.path().display().to_string();
    RunningSite::start(App::build().settings(move |settings| {
        settings.live_reload_folders = vec![folder];
    }))
}

/// What stands between the two.
fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, behind) = text.split_once(before).unwrap_or_else(|| panic!("no `{before}` in {text}"));
    behind.split_once(after).unwrap_or_else(|| panic!("no `{after}` in {behind}")).0
}

/// The events of a site, each as it comes.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(site: &RunningSite) -> Self {
        let mut stream = TcpStream::connect(site.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET /__vestibule__/reload HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        Self(BufReader::new(stream))
    }

    /// The next state; none when the stream has ended.
    fn next(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.0.read_line(&mut line).unwrap() > 0 {
            if let Some(state) = line.trim_end().strip_prefix("data: ") {
                return Some(state.to_owned());
            }
            line.clear();
        }
        None
    }
}

#[test]
fn a_page_has_the_script_once_and_before_its_end() {
    let folder = TempDir::new();
    let site = start(&folder);

    let page = site.get("/", "");

    let (head, body) = page.split_once("\r\n\r\n").unwrap();
    let script = between(body, "<pre></body></pre>", "</BODY></html>");
    assert!(script.starts_with(r#"<script src="/__vestibule__/reload.js" data-state=""#), "{page}");
    assert!(script.ends_with("\"></script>\n") && !script.contains("nonce"), "{page}");
    assert_eq!(body.matches("<script").count(), 1);
    assert_eq!(between(&head.to_lowercase(), "content-length: ", "\r\n"), body.len().to_string());

    let script = site.get("/__vestibule__/reload.js", "");
    assert!(script.starts_with("HTTP/1.1 200") && script.contains("EventSource"), "{script}");
    assert!(script.to_lowercase().contains("content-type: text/javascript; charset=utf-8\r\n"), "{script}");
}

#[test]
fn what_is_no_page_of_the_developer_has_none() {
    let folder = TempDir::new();
    let site = start(&folder);

    let proxy = "X-Forwarded-For: 192.0.2.1\r\n";
    for (path, headers) in [("/text/", ""), ("/fragment/", ""), ("/closed/", ""), ("/", proxy)] {
        let answer = site.get(path, headers);
        assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("<script"), "{path}: {answer}");
    }
    let post =
        site.exchange("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    let head = site.exchange("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let length = |answer: &str| between(&answer.to_lowercase(), "content-length: ", "\r\n").to_owned();
    assert_eq!([length(&post), length(&head)], [(); 2].map(|()| PAGE.len().to_string()));

    // Compressed, and whole all the same.
    assert!(
        site.get("/long/", "Accept-Encoding: gzip\r\n").to_lowercase().contains("content-encoding: gzip")
    );
    assert!(site.get("/long/", "").contains("<script"));

    for path in ["/__vestibule__/reload.js", "/__vestibule__/reload"] {
        assert!(site.get(path, proxy).starts_with("HTTP/1.1 404"), "{path}");
    }
}

#[test]
fn the_script_has_the_nonce_of_the_page() {
    let folder = TempDir::new();
    let site = start(&folder);

    let page = site.get("/nonce/", "");
    let nonce = between(&page, "<i>", "</i>");
    assert!(page.contains(&format!(" nonce=\"{nonce}\"></script>\n</body>")), "{page}");

    // A technical page lets in nothing else.
    let page = site.get("/fails/", "");
    let nonce = between(&page, "; script-src 'nonce-", "'; connect-src 'self'\r\n");
    assert!(
        page.starts_with("HTTP/1.1 500") && page.contains(&format!(" nonce=\"{nonce}\"></script>\n")),
        "{page}"
    );
    assert!(!site.get("/__vestibule__/", "").contains("<script"));
}

#[test]
fn a_change_is_told_to_those_who_listen() {
    let folder = TempDir::new();
    let site = start(&folder);
    let state = || between(&site.get("/", ""), "data-state=\"", "\"").to_owned();
    let (first, mut events) = (state(), Events::of(&site));
    assert_eq!(events.next().as_ref(), Some(&first));

    // As an editor does it.
    let style = folder.path().join("style.css");
    std::fs::write(&style, "").unwrap();
    std::fs::write(&style, "p { color: teal }").unwrap();
    let told = std::iter::from_fn(|| events.next()).find(|told| *told == state());
    assert!(told.is_some_and(|told| told != first));

    // One that was rendered before a change and asks after it.
    std::fs::remove_file(&style).unwrap();
    assert_eq!(Events::of(&site).next(), Some(first));
}

#[test]
fn the_end_of_the_server_is_not_kept_waiting() {
    let folder = TempDir::new();
    let site = start(&folder);
    let mut events = Events::of(&site);
    assert!(events.next().is_some());

    site.stop();

    assert_eq!(events.next(), None);
}

#[tokio::test]
async fn a_setting_turns_it_off_and_tests_go_without() {
    let off = RunningSite::start(App::build().settings(|settings| settings.live_reload = false));
    assert!(off.get("/", "").ends_with(PAGE));
    assert!(off.get("/__vestibule__/reload.js", "").starts_with("HTTP/1.1 404"));

    let mut client = Client::new(App::build()).await.unwrap();
    assert_eq!(client.get("/").await.text(), PAGE);
}
