//! Sessions through views, over sockets and across processes.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use vestibule::http::StatusCode;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::{RunningSite, TempDir};

vestibule::app! { login: "/login/" }

#[view(GET, "/", app = crate::sessions::App)]
async fn index() -> &'static str {
    "nothing touched"
}

#[view(GET, "/set/{key}/", app = crate::sessions::App)]
async fn set(key: String, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok(key)
}

#[view(GET, "/count/", app = crate::sessions::App)]
async fn count(session: Session) -> Result<String> {
    Ok(session.keys().len().to_string())
}

#[view(GET, "/fail/", app = crate::sessions::App)]
async fn fail(session: Session) -> Result<(StatusCode, &'static str)> {
    session.insert("lost", true)?;
    Ok((StatusCode::BAD_GATEWAY, "no"))
}

#[view(GET, "/expiry/", app = crate::sessions::App)]
async fn expiry(session: Session) -> Result<&'static str> {
    session.insert("k", 1)?;
    session.set_expiry(Expiry::After(Duration::from_secs(60)));
    Ok("a minute")
}

#[view(GET, "/closed/", app = crate::sessions::App)]
async fn closed(session: Session) -> Result<&'static str> {
    session.insert("k", 1)?;
    session.set_expiry(Expiry::BrowserClose);
    Ok("until the browser closes")
}

#[view(GET, "/flush/", app = crate::sessions::App)]
async fn flush(request: &mut Request) -> Result<&'static str> {
    request.session_handle()?.flush().await?;
    Ok("flushed")
}

#[view(GET, "/forever/", app = crate::sessions::App)]
async fn forever(session: Session, entered: Option<State<Sender<()>>>) -> Result {
    let State(entered) = entered.expect("of the test that asks for this view");
    session.insert("half", true)?;
    entered.send(())?;
    let _leaving = Leaving(entered);
    std::future::pending().await
}

/// Tells when the view is over, however it ends.
struct Leaving(Sender<()>);

impl Drop for Leaving {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

fn site(url: &str) -> vestibule::Site<App> {
    let url = url.to_owned();
    App::build().settings(move |settings| settings.database_url = url)
}

fn request(path: &str, cookie: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
}

/// The session's key, as its `Set-Cookie` line sends it.
fn cookie_of(answer: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie");
    line.split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_page_that_asks_for_no_session_gets_none() {
    let mut client = Client::new(App::build()).await.unwrap();

    let answer = client.get("/").await;

    assert_eq!((answer.header("vary"), answer.header("set-cookie")), (None, None));
}

#[tokio::test]
async fn what_one_request_sets_the_next_one_finds() {
    let mut client = Client::new(App::build()).await.unwrap();

    let first = client.get("/set/a/").await;
    client.get("/set/b/").await;

    assert!(
        first.set_cookie("sessionid").unwrap().ends_with("; HttpOnly; Max-Age=1209600; Path=/; SameSite=Lax")
    );
    assert_eq!(first.header("vary"), Some("Cookie"));
    assert_eq!(client.get("/count/").await.text(), "2");
}

#[tokio::test]
async fn expiry_goes_into_the_cookie() {
    let mut client = Client::new(App::build()).await.unwrap();

    let minute = client.get("/expiry/").await;
    let closed = client.get("/closed/").await;

    assert!(minute.set_cookie("sessionid").unwrap().contains("Max-Age=60;"));
    assert!(!closed.set_cookie("sessionid").unwrap().contains("Max-Age"));
}

#[tokio::test]
async fn an_error_of_the_server_saves_nothing() {
    let mut client = Client::new(App::build()).await.unwrap();
    client.get("/set/a/").await;

    let answer = client.get("/fail/").await;

    assert_eq!((answer.status(), answer.header("set-cookie")), (502, None));
    assert_eq!(client.get("/count/").await.text(), "1");
}

#[tokio::test]
async fn a_key_that_was_not_issued_is_never_adopted() {
    let mut client = Client::new(App::build()).await.unwrap();
    client.set_cookie("sessionid", "mychosenkeymychosenkeymychosenke");

    client.get("/set/a/").await;

    assert_ne!(client.cookie("sessionid"), Some("mychosenkeymychosenkeymychosenke"));
}

#[tokio::test]
async fn flush_ends_the_session_for_every_holder_of_its_key() {
    let mut client = Client::new(App::build()).await.unwrap();
    client.get("/set/a/").await;
    let mut copy = client.clone();

    let answer = client.get("/flush/").await;

    assert!(answer.set_cookie("sessionid").unwrap().starts_with("sessionid=\"\"; expires=Thu, 01 Jan 1970"));
    assert_eq!(copy.get("/count/").await.text(), "0");
}

#[test]
fn a_hundred_requests_at_once_keep_a_hundred_keys() {
    let directory = TempDir::new();
    let sites =
        [RunningSite::start(site(&directory.sqlite())), RunningSite::start(site(&directory.sqlite()))];
    let cookie: Arc<str> = cookie_of(&sites[0].get("/set/first/", "")).into();

    // Half of them to each of two servers on one file.
    let threads: Vec<_> = (0..100)
        .map(|number| {
            let (address, cookie) = (sites[number % 2].address(), Arc::clone(&cookie));
            std::thread::spawn(move || {
                let request = request(&format!("/set/key{number}/"), &cookie);
                vestibule_tests::exchange(address, request.as_bytes()).expect("an answer")
            })
        })
        .collect();
    for thread in threads {
        let answer = thread.join().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    }

    assert!(sites[1].exchange(request("/count/", &cookie)).ends_with("\r\n\r\n101"));
}

#[test]
fn a_site_that_starts_again_knows_its_visitors() {
    let directory = TempDir::new();
    let before = RunningSite::start(site(&directory.sqlite()));
    let cookie = cookie_of(&before.get("/set/a/", ""));
    drop(before);

    let after = RunningSite::start(site(&directory.sqlite()));

    assert!(after.exchange(request("/count/", &cookie)).ends_with("\r\n\r\n1"));
}

#[test]
fn what_a_client_who_left_had_begun_is_not_stored() {
    let (sender, told) = channel::<()>();
    let site = RunningSite::start(site("sqlite::memory:").state(sender));
    let cookie = cookie_of(&site.exchange(request("/set/kept/", "")));

    for _ in 0..5 {
        let mut stream = TcpStream::connect(site.address()).unwrap();
        stream.write_all(request("/forever/", &cookie).as_bytes()).unwrap();
        told.recv().unwrap();
        drop(stream);
        told.recv().unwrap();
    }

    // Nobody holds the session, and nobody has changed it.
    assert!(site.exchange(request("/count/", &cookie)).ends_with("\r\n\r\n1"));
    assert!(site.exchange(request("/set/more/", &cookie)).starts_with("HTTP/1.1 200 "));
    assert!(site.exchange(request("/count/", &cookie)).ends_with("\r\n\r\n2"));
}
