//! Server-sent events, from the view to the browser and back with what it has seen.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use futures_util::stream;
use vestibule::prelude::*;
use vestibule::sse::{Channel, Event, EventStream, LastEventId};
use vestibule::testing::{Client, TestStream};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [GZipMiddleware] }

#[view(POST, "/say/{words}/", app = crate::events::App)]
async fn say(words: String, State(chat): State<Channel<String>>) -> String {
    chat.send(words);
    chat.last_id().to_string()
}

/// Whispers are for nobody's ears.
#[view(GET, "/chat/", app = crate::events::App)]
async fn listen(State(chat): State<Channel<String>>, last: Option<LastEventId>) -> EventStream {
    chat.events(last, |words| (!words.starts_with("whisper")).then(|| Event::data(words)))
}

#[view(GET, "/long/", app = crate::events::App)]
async fn long() -> EventStream {
    EventStream::new(stream::iter(["long ".repeat(100)])).retry(Duration::from_secs(5))
}

#[view(GET, "/by-hand/", app = crate::events::App)]
async fn by_hand() -> Response {
    Response::stream(stream::iter(["data: x\n\n".repeat(100)]))
        .with_header("Content-Type", "Text/Event-Stream; charset=utf-8")
}

#[view(GET, "/quiet/", app = crate::events::App)]
async fn quiet() -> EventStream {
    let events = EventStream::write(async |out| {
        out.send(Event::data("first")).await?;
        std::future::pending().await
    });
    events.keep_alive(Duration::from_millis(5))
}

#[view(GET, "/mistaken/", app = crate::events::App)]
async fn mistaken() -> EventStream {
    let events = [Event::data("a").event("two\nlines"), Event::data("b").id("1\0"), Event::data("c")];
    EventStream::new(stream::iter(events))
}

#[view(GET, "/fails/", app = crate::events::App)]
async fn fails() -> EventStream {
    EventStream::new(stream::iter([Ok("a"), Err(Error::internal("the source is dry"))]))
}

async fn client() -> Client {
    Client::new(App::build().state(Channel::<String>::new(3))).await.unwrap()
}

async fn next(events: &mut TestStream) -> String {
    String::from_utf8(events.chunk().await.unwrap().unwrap().to_vec()).unwrap()
}

/// The event without its id, which differs from channel to channel.
async fn next_data(events: &mut TestStream) -> String {
    let event = next(events).await;
    event.lines().filter(|line| !line.starts_with("id: ") && !line.is_empty()).collect::<Vec<_>>().join("|")
}

#[tokio::test]
async fn nobody_stands_between_the_events_and_the_page() {
    let mut client = client().await;
    client.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());

    let answer = client.get("/long/").await;

    assert_eq!(answer.header("Content-Type"), Some("text/event-stream"));
    assert_eq!(answer.header("Cache-Control"), Some("no-cache"));
    assert_eq!(answer.header("X-Accel-Buffering"), Some("no"));
    assert_eq!((answer.header("Content-Encoding"), answer.header("Content-Length")), (None, None));
    assert_eq!(answer.text(), format!("retry: 5000\n\ndata: {}\n\n", "long ".repeat(100)));
    assert_eq!(client.get("/by-hand/").await.header("Content-Encoding"), None);
}

#[tokio::test]
async fn a_silence_is_broken_by_what_no_script_sees() {
    let mut events = client().await.get_stream("/quiet/").await;

    assert_eq!(next(&mut events).await, "data: first\n\n");
    assert_eq!(next(&mut events).await, ":\n\n");
    assert_eq!(next(&mut events).await, ":\n\n");
}

#[tokio::test]
async fn who_comes_back_is_told_what_it_has_missed() {
    let mut client = client().await;
    let mut events = client.get_stream("/chat/").await;
    let seen = client.post("/say/one/", &[]).await.text();
    client.post("/say/whisper/", &[]).await;
    client.post("/say/two/", &[]).await;
    assert_eq!(next(&mut events).await, format!("id: {seen}\ndata: one\n\n"));
    assert_eq!(next_data(&mut events).await, "data: two");
    drop(events);

    client.headers_mut().insert("last-event-id", seen.parse().unwrap());
    let mut events = client.get_stream("/chat/").await;
    assert_eq!(next_data(&mut events).await, "data: two");

    // Three are kept: of the four behind the one that was seen, two are gone.
    client.post("/say/three/", &[]).await;
    client.post("/say/four/", &[]).await;
    client.post("/say/five/", &[]).await;
    let mut events = client.get_stream("/chat/").await;
    assert_eq!(next_data(&mut events).await, "event: missed|data: 2");
    assert_eq!(next_data(&mut events).await, "data: three");

    client.headers_mut().insert("last-event-id", "of-another-process".parse().unwrap());
    let mut events = client.get_stream("/chat/").await;
    assert_eq!(next_data(&mut events).await, "event: missed|data: ");
}

#[tokio::test]
async fn a_page_listens_from_what_it_was_made_with() {
    let mut client = client().await;
    let made_with = client.post("/say/one/", &[]).await.text();
    client.post("/say/two/", &[]).await;

    let mut events = client.get_stream(&format!("/chat/?last_event_id={made_with}")).await;
    assert_eq!(next_data(&mut events).await, "data: two");

    client.headers_mut().insert("last-event-id", http_bytes(b"\xff"));
    assert_eq!(client.get("/chat/").await.status(), 400);
}

fn http_bytes(bytes: &[u8]) -> vestibule::http::HeaderValue {
    vestibule::http::HeaderValue::from_bytes(bytes).unwrap()
}

#[tokio::test]
async fn an_event_that_cannot_be_written_is_left_out_and_an_error_is_the_end() {
    let mut client = client().await;
    assert_eq!(client.get("/mistaken/").await.text(), "data: c\n\n");

    let mut events = client.get_stream("/fails/").await;
    assert_eq!(next(&mut events).await, "data: a\n\n");
    assert_eq!(events.chunk().await.unwrap().unwrap_err().to_string(), "the source is dry");
}

/// A browser that listens.
fn connect(site: &RunningSite) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(site.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(b"GET /chat/ HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut stream = BufReader::new(stream);
    while !read_line(&mut stream).is_empty() {}
    stream
}

fn read_line(stream: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    stream.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}

#[test]
fn at_the_end_of_the_server_clients_are_told_when_to_come_again() {
    let chat = Channel::<String>::new(3);
    let site = RunningSite::start(App::build().state(chat.clone()));
    let mut clients = [connect(&site), connect(&site)];
    chat.send("hello".to_owned());
    for client in &mut clients {
        while read_line(client) != "data: hello" {}
    }

    // It would wait for 30 seconds for a stream that does not end.
    let begun = std::time::Instant::now();
    site.stop();

    assert!(begun.elapsed() < Duration::from_secs(10));
    for client in &mut clients {
        let lines: Vec<_> = std::iter::repeat_with(|| read_line(client)).take(20).collect();
        let retry = lines.iter().find_map(|line| line.strip_prefix("retry: ")).unwrap();
        assert!((1000..=3000).contains(&retry.parse::<u32>().unwrap()), "{retry}");
        assert!(lines.contains(&"0".to_owned()), "the last chunk: {lines:?}");
    }
}

#[test]
fn a_client_that_leaves_is_no_listener_any_more() {
    let chat = Channel::<String>::new(3);
    let site = RunningSite::start(App::build().state(chat.clone()));
    let mut client = connect(&site);
    chat.send("hello".to_owned());
    while read_line(&mut client) != "data: hello" {}
    assert_eq!(chat.listeners(), 1);

    drop(client);

    let begun = std::time::Instant::now();
    while chat.listeners() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the stream is still there");
        std::thread::yield_now();
    }
}
