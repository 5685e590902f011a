//! A body that does not come to its end: nothing of the session is saved, whatever the answer is.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use http_body::Body as _;
use tower_service::Service as _;
use vestibule::bytes::Bytes;
use vestibule::http;
use vestibule::messages::MessageStorage;
use vestibule::prelude::*;
use vestibule::sessions::SessionEngine;
use vestibule_tests::{RunningSite, TempDir, exchange};

use crate::pieces::Pieces;

vestibule::app! { login: "/login/" }

/// Says when a request has been settled, whatever came of it.
#[middleware(order = -1000, app = crate::cut_bodies::App)]
async fn settled(request: &mut Request, next: Next<'_>) -> Result {
    let _told = request.state::<Sender<()>>().cloned().map(Told);
    Ok(next.run(request).await)
}

struct Told(Sender<()>);

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[view(GET, "/set/{key}/", app = crate::cut_bodies::App)]
async fn set(key: String, session: Session) -> Result<String> {
    session.insert(&key, true)?;
    Ok(key)
}

#[view(GET, "/keys/", app = crate::cut_bodies::App)]
async fn keys(session: Session) -> Result<String> {
    Ok(session.keys().join(" "))
}

/// The error is the view's.
#[view(POST, "/read/", app = crate::cut_bodies::App, csrf_exempt)]
async fn read(request: &mut Request) -> Result<&'static str> {
    request.session().await?.insert("before", true)?;
    request.body().await?;
    Ok("read")
}

/// The view makes light of the error.
#[view(POST, "/swallow/", app = crate::cut_bodies::App, csrf_exempt)]
async fn swallow(request: &mut Request) -> Result<&'static str> {
    let session = request.session().await?;
    session.insert("before", true)?;
    let body = request.body().await;
    session.insert("after", body.is_ok())?;
    Ok("swallowed")
}

/// An extractor has the error.
#[view(POST, "/extract/", app = crate::cut_bodies::App, csrf_exempt)]
async fn extract(session: Session, body: Result<Bytes, Error>) -> Result<&'static str> {
    session.insert("after", body.is_ok())?;
    Ok("extracted")
}

/// The view has the body, and the request has it no more.
#[view(POST, "/stream/", app = crate::cut_bodies::App, csrf_exempt)]
async fn stream(session: Session, mut body: vestibule::RequestBody) -> Result<&'static str> {
    session.insert("before", true)?;
    let mut body = std::pin::Pin::new(&mut body);
    while let Some(Ok(_)) = std::future::poll_fn(|cx| body.as_mut().poll_frame(cx)).await {}
    Ok("streamed")
}

/// A message for the next page, and a new secret for its forms.
#[view(POST, "/tell/", app = crate::cut_bodies::App, csrf_exempt)]
async fn tell(request: &mut Request) -> Result<&'static str> {
    request.messages().await?.info("done");
    request.csrf_token()?;
    request.body().await?;
    Ok("told")
}

/// The check of the form's token finds the body broken.
#[view(POST, "/form/", app = crate::cut_bodies::App)]
async fn form(session: Session) -> Result<&'static str> {
    session.insert("form", true)?;
    Ok("filled in")
}

/// What a view has saved by itself it has saved.
#[view(POST, "/save/", app = crate::cut_bodies::App, csrf_exempt)]
async fn save(request: &mut Request) -> Result<&'static str> {
    let session = request.session().await?;
    session.insert("saved", true)?;
    session.save().await?;
    session.insert("before", true)?;
    request.body().await?;
    Ok("saved")
}

const VIEWS: [&str; 6] = ["/read/", "/swallow/", "/extract/", "/stream/", "/tell/", "/form/"];

/// How a body is cut short.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Length,
    Chunks,
    BadChunk,
    Reset,
    Stall,
    Stream,
}

const CUTS: [Cut; 6] = [Cut::Length, Cut::Chunks, Cut::BadChunk, Cut::Reset, Cut::Stall, Cut::Stream];

fn start(engine: &'static str, directory: &TempDir) -> (RunningSite, Receiver<()>) {
    let (sender, settled) = channel();
    let (database, files) = (directory.sqlite(), directory.path().to_owned());
    let site = App::build().state(sender).settings(move |settings| {
        settings.session_engine = engine.parse().unwrap();
        settings.session_file_path = Some(files);
        settings.session_cookie_encrypted = engine == "signed_cookies";
        settings.database_url = database;
        settings.message_storage = MessageStorage::Session;
        settings.csrf_use_sessions = true;
        settings.limits.body_stall_time = Duration::from_millis(50);
    });
    (RunningSite::start(site), settled)
}

fn get(site: SocketAddr, path: &str, cookie: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n");
    exchange(site, request.as_bytes()).unwrap()
}

/// The session's cookie, if the answer sends one.
fn cookie_of(answer: &str) -> Option<String> {
    let line = answer.lines().find_map(|line| line.strip_prefix("set-cookie: sessionid="))?;
    Some(format!("sessionid={}", line.split(';').next()?))
}

/// Posts a body that breaks off; the answer, if there is any to be had.
fn post(site: SocketAddr, path: &str, cookie: &str, cut: Cut) -> String {
    if let Cut::Stream = cut {
        return post_and_reset_stream(site, path, cookie);
    }
    let framing = match cut {
        Cut::Chunks | Cut::BadChunk => "Transfer-Encoding: chunked",
        Cut::Reset => "Content-Length: 100\r\nExpect: 100-continue",
        _ => "Content-Length: 100",
    };
    let body = match cut {
        Cut::Chunks => "10\r\na=1&b=2",
        Cut::BadChunk => "zz\r\na=1&b=2",
        _ => "a=1&b=2",
    };
    let form = "Content-Type: application/x-www-form-urlencoded";
    let mut stream = TcpStream::connect(site).unwrap();
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{form}\r\n{framing}\r\n\r\n");
    stream.write_all((head + body).as_bytes()).unwrap();
    match cut {
        Cut::Stall | Cut::BadChunk => {}
        Cut::Reset => {
            // The invitation has come, and whoever closes with something unread resets.
            stream.peek(&mut [0]).unwrap();
            return String::new();
        }
        _ => stream.shutdown(Shutdown::Write).unwrap(),
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

/// HTTP/2 in raw frames: a POST, half of its body, RST_STREAM.
fn post_and_reset_stream(site: SocketAddr, path: &str, cookie: &str) -> String {
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        let length = (payload.len() as u32).to_be_bytes();
        [&length[1..], &[kind, flags, 0, 0, 0, stream], payload].concat()
    };
    // `:method: POST` and `:scheme: http` of RFC 7541's table, then literals.
    let mut block = vec![0x83, 0x86];
    for (name, value) in [
        (":path", path),
        (":authority", "localhost"),
        ("cookie", cookie),
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-length", "100"),
    ] {
        block.push(0);
        for text in [name, value] {
            // A length of 127 and more goes on in another byte.
            match u8::try_from(text.len()).ok().filter(|length| *length < 127) {
                Some(length) => block.push(length),
                None => {
                    block.extend([127, 128 | (text.len() - 127) as u8 & 127, ((text.len() - 127) >> 7) as u8])
                }
            }
            block.extend(text.as_bytes());
        }
    }
    let mut stream = TcpStream::connect(site).unwrap();
    let begun = [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        frame(4, 0, 0, &[]),
        frame(1, 4, 1, &block),
        frame(0, 0, 1, b"a=1&b=2"),
    ];
    stream.write_all(&begun.concat()).unwrap();
    stream.write_all(&frame(3, 0, 1, &8_u32.to_be_bytes())).unwrap();
    // Not before the server has heard of it, which a ping behind it tells.
    stream.write_all(&frame(6, 0, 0, &[7; 8])).unwrap();
    let mut heard = Vec::new();
    while !heard.ends_with(&[7; 8]) {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        heard.extend(byte);
    }
    String::new()
}

#[test]
fn nothing_of_the_session_is_saved_in_any_engine() {
    for engine in ["db", "file", "cache", "signed_cookies"] {
        let directory = TempDir::new();
        let (site, settled) = start(engine, &directory);
        let site = site.address();
        let cookie = cookie_of(&get(site, "/set/kept/", "")).unwrap();
        settled.recv().unwrap();

        for cut in CUTS {
            for path in VIEWS {
                let answer = post(site, path, &cookie, cut);
                settled.recv().unwrap();

                assert_eq!(cookie_of(&answer), None, "{engine} {cut:?} {path}: {answer}");
                let keys = get(site, "/keys/", &cookie);
                settled.recv().unwrap();
                assert!(keys.ends_with("\r\n\r\nkept"), "{engine} {cut:?} {path}: {keys}");
            }
        }
    }
}

#[test]
fn a_visitor_without_a_session_gets_none() {
    let directory = TempDir::new();
    let (site, settled) = start("db", &directory);

    for cut in [Cut::Length, Cut::Stall] {
        for path in VIEWS {
            let answer = post(site.address(), path, "", cut);
            settled.recv().unwrap();

            assert_eq!(cookie_of(&answer), None, "{cut:?} {path}: {answer}");
        }
    }
}

#[test]
fn what_a_view_has_saved_by_itself_is_saved() {
    let directory = TempDir::new();
    let (site, settled) = start("db", &directory);
    let cookie = cookie_of(&get(site.address(), "/set/kept/", "")).unwrap();
    settled.recv().unwrap();

    post(site.address(), "/save/", &cookie, Cut::Stall);

    settled.recv().unwrap();
    assert!(get(site.address(), "/keys/", &cookie).ends_with("\r\n\r\nkept saved"));
}

#[test]
fn what_was_to_be_told_is_not_told_whatever_keeps_it() {
    for storage in [MessageStorage::Cookie, MessageStorage::Fallback] {
        let (sender, _settled) = channel::<()>();
        let site = RunningSite::start(App::build().state(sender).settings(move |settings| {
            settings.session_engine = SessionEngine::Cache;
            settings.message_storage = storage;
            settings.limits.body_stall_time = Duration::from_millis(50);
        }));

        let answer = post(site.address(), "/tell/", "", Cut::Stall);

        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(!answer.contains("set-cookie: messages="), "{storage}: {answer}");
    }
}

#[test]
fn a_body_that_is_too_large_or_not_wanted_is_no_broken_one() {
    let (sender, _settled) = channel::<()>();
    let site = RunningSite::start(App::build().state(sender).settings(|settings| {
        settings.session_engine = SessionEngine::Cache;
        settings.data_upload_max_memory_size = 3;
    }));
    let cookie = cookie_of(&get(site.address(), "/set/kept/", "")).unwrap();
    let post = |path: &str| {
        let head =
            format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n");
        site.exchange(head + "Content-Length: 5\r\n\r\nhello")
    };

    assert!(cookie_of(&post("/read/")).is_some());
    assert!(cookie_of(&post("/stream/")).is_some());

    assert!(get(site.address(), "/keys/", &cookie).ends_with("\r\n\r\nkept before"));
}

#[tokio::test]
async fn under_another_server_it_is_the_same() {
    let site = App::build().settings(|settings| settings.session_engine = SessionEngine::Cache);
    let mut service = site.start().await.unwrap();

    for path in VIEWS {
        let body = Pieces::from_iter([Bytes::from_static(b"a=1&b=2")]).broken();
        let form = "application/x-www-form-urlencoded";
        let request = http::Request::post(path).header("host", "localhost").header("content-type", form);
        let answer = service.call(request.body(body).unwrap()).await.unwrap();

        let cookies: Vec<_> = answer.headers().get_all("set-cookie").iter().collect();
        let is_sessions = |cookie: &&http::HeaderValue| cookie.as_bytes().starts_with(b"sessionid");
        assert!(!cookies.iter().any(is_sessions), "{path}: {cookies:?}");
    }
}
