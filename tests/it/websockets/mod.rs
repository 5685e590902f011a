//! WebSockets on real sockets: how they are opened, what goes through them, how they end.

mod ends;
mod frames;
mod handshake;
mod in_process;
mod other_server;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio_tungstenite::tungstenite::protocol::{Role, WebSocket as Wire};
use tokio_tungstenite::tungstenite::{Error as WireError, Message as WireMessage};
use vestibule::auth::FixedUsers;
use vestibule::prelude::*;
use vestibule::websocket::WebSocketUpgrade;
use vestibule_tests::RunningSite;

vestibule::app! { login: login }

/// Longest that a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// What functions have noted down.
#[derive(Clone)]
struct Notes(Arc<Mutex<Sender<String>>>);

impl Notes {
    fn note(&self, text: impl Into<String>) {
        let _ = self.0.lock().unwrap().send(text.into());
    }
}

#[derive(Default)]
struct Stamp;

/// What a layer puts on every answer it sees.
#[middleware(order = 150, app = crate::websockets::App)]
impl Stamp {
    fn process_response(&self, _: &mut Request, response: Response) -> Response {
        let status = response.status().as_u16();
        response.with_header("X-Stamp", status)
    }
}

#[view(GET, "/login/", app = crate::websockets::App)]
async fn login() -> &'static str {
    ""
}

#[view(GET, "/echo/", app = crate::websockets::App)]
async fn echo(upgrade: WebSocketUpgrade, State(notes): State<Notes>) -> Response {
    let upgrade = upgrade.max_message_size(100_000).max_frame_size(70_000).protocols(["echo.v2", "echo.v1"]);
    upgrade.on_upgrade(async move |mut socket| {
        while let Some(message) = socket.receive().await {
            socket.send(message).await?;
        }
        notes.note(format!("ended with {}", socket.close_code().unwrap()));
        Ok(())
    })
}

#[view(GET, "/optional/", app = crate::websockets::App)]
async fn optional(upgrade: Option<WebSocketUpgrade>) -> Response {
    match upgrade {
        Some(upgrade) => upgrade.on_upgrade(async |socket| Ok(socket.send("a socket").await?)),
        None => Response::text("a page"),
    }
}

#[view(GET, "/members/", app = crate::websockets::App)]
#[login_auth]
async fn members(upgrade: WebSocketUpgrade, user: User) -> Response {
    upgrade.on_upgrade(async move |socket| Ok(socket.send(format!("hello {user}")).await?))
}

#[view(GET, "/visits/", app = crate::websockets::App)]
async fn visits(upgrade: WebSocketUpgrade, session: Session) -> Result {
    let visits = session.get::<u32>("visits")?.unwrap_or(0) + 1;
    session.insert("visits", visits)?;
    Ok(upgrade.on_upgrade(async move |socket| Ok(socket.send(visits.to_string()).await?)))
}

#[view(GET, "/ends/{how}/", app = crate::websockets::App)]
async fn ends_so(upgrade: WebSocketUpgrade, how: String, State(notes): State<Notes>) -> Response {
    upgrade.on_upgrade(async move |mut socket| {
        match &*how {
            "fails" => Err(Error::internal("on purpose")),
            "panics" => panic!("on purpose"),
            "closes" => socket.close(4001, "enough").await,
            "waits" => {
                socket.send("begun").await?;
                while let Some(message) = socket.receive().await {
                    notes.note(message.text().unwrap_or_default());
                }
                notes.note(format!("ended with {}", socket.close_code().unwrap()));
                // What is left to do, though nobody can be told.
                assert!(socket.send("too late").await.is_err());
                tokio::task::yield_now().await;
                notes.note("done");
                Ok(())
            }
            _ => {
                let mut sent = 0;
                while socket.send(vec![0; 10_000]).await.is_ok() {
                    sent += 1;
                    notes.note(sent.to_string());
                }
                notes.note("cut off");
                Ok(())
            }
        }
    })
}

#[view(GET, "/impatient/", app = crate::websockets::App)]
async fn impatient(upgrade: WebSocketUpgrade, State(notes): State<Notes>) -> Response {
    let upgrade = upgrade.ping_interval(Duration::from_millis(50)).idle_time(Duration::from_millis(250));
    upgrade.on_upgrade(async move |mut socket| {
        socket.receive().await;
        notes.note(format!("ended with {}", socket.close_code().unwrap()));
        Ok(())
    })
}

/// A site, and what its functions note down.
fn start(
    change: impl Fn(&mut Settings) + Send + 'static,
) -> (RunningSite, std::sync::mpsc::Receiver<String>) {
    let (sender, notes) = channel();
    let site = App::build()
        .state(Notes(Arc::new(Mutex::new(sender))))
        .users(FixedUsers::new([("gary", "123")]))
        .settings(move |settings| {
            settings.allowed_hosts = vec!["localhost".into()];
            settings.csrf_trusted_origins = vec!["https://*.friends.example".into()];
            change(settings);
        });
    (RunningSite::start(site), notes)
}

const UPGRADE: &str = "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n\
     Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// Asks for a WebSocket, and sends more along with it; the head of the answer, and the connection behind it.
fn ask(site: &RunningSite, path: &str, headers: &str, more: &[u8]) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
    stream.write_all(&[request.as_bytes(), more].concat()).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        assert_eq!(stream.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&head));
        head.push(byte[0]);
    }
    (String::from_utf8(head).unwrap(), stream)
}

/// A client's end of a WebSocket, opened.
fn open(site: &RunningSite, path: &str) -> Wire<TcpStream> {
    let (head, stream) = ask(site, path, UPGRADE, b"");
    assert!(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{head}");
    Wire::from_raw_socket(stream, Role::Client, None)
}

fn text(message: WireMessage) -> String {
    message.into_text().unwrap().as_str().to_owned()
}

/// Reads to the end; the code of the frame that closes, if there was one.
fn closed(socket: &mut Wire<TcpStream>) -> Option<u16> {
    let mut code = None;
    loop {
        match socket.read() {
            Ok(WireMessage::Close(frame)) => code = Some(frame.map_or(1005, |frame| frame.code.into())),
            Ok(_) => {}
            Err(WireError::ConnectionClosed) => return code,
            Err(_) => return code,
        }
    }
}
