//! The end of the server, as views, streams and work in the background learn of it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use vestibule::bytes::Bytes;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{Shutdown, http};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [] }

/// One event, and then none until the server ends.
struct Events {
    first: Option<&'static str>,
    end: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Stream for Events {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        match self.first.take() {
            Some(event) => Poll::Ready(Some(Ok(Bytes::from_static(event.as_bytes())))),
            None => self.end.as_mut().poll(cx).map(|()| None),
        }
    }
}

#[view(GET, "/events/", app = crate::stopping::App)]
async fn events(shutdown: Shutdown) -> Response {
    let events = Events { first: Some("data: hello\n\n"), end: Box::pin(shutdown.begun()) };
    Response::stream(events).with_header("Content-Type", "text/event-stream")
}

#[view(GET, "/wait/", app = crate::stopping::App)]
async fn wait(request: &Request) -> &'static str {
    request.shutdown().begun().await;
    "the end"
}

#[view(GET, "/ends/", app = crate::stopping::App)]
async fn ends(request: &Request) -> String {
    request.shutdown().is_begun().to_string()
}

#[view(POST, "/stop/", app = crate::stopping::App)]
async fn stop(shutdown: Shutdown) -> &'static str {
    let (told, hears) = tokio::sync::oneshot::channel();
    let work = shutdown.clone();
    tokio::spawn(async move {
        work.begun().await;
        let _ = told.send(());
    });
    shutdown.begin();
    hears.await.map_or("lost", |()| "done")
}

#[test]
fn a_stream_and_a_view_end_with_the_server() {
    let site = RunningSite::start(App::build());
    // What was sent before the end begins is answered, so that they need not be waited for.
    let ask = |path| {
        let mut stream = TcpStream::connect(site.address()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        std::thread::spawn(move || {
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            answer
        })
    };
    let (events, wait) = (ask("/events/"), ask("/wait/"));

    site.stop();

    let (events, wait) = (events.join().unwrap(), wait.join().unwrap());
    assert!(events.ends_with("data: hello\n\n\r\n0\r\n\r\n"), "{events}");
    assert!(wait.ends_with("the end"), "{wait}");
}

#[tokio::test]
async fn a_test_sees_no_end_unless_it_makes_one() {
    let mut client = Client::new(App::build()).await.unwrap();
    assert_eq!(client.get("/ends/").await.text(), "false");

    client.service().shutdown().begin();

    assert_eq!(client.get("/ends/").await.text(), "true");
    assert_eq!(client.get("/events/").await.text(), "data: hello\n\n");
    assert_eq!(client.get("/wait/").await.text(), "the end");
}

#[tokio::test]
async fn under_another_server_there_is_none_either() {
    let mut service = App::build().start().await.unwrap();
    let request = http::Request::get("/ends/").body(crate::pieces::Pieces::from_iter([])).unwrap();

    let response = tower_service::Service::call(&mut service, request).await.unwrap();

    assert_eq!(response.body().as_bytes(), Some(&b"false"[..]));
}

#[tokio::test]
async fn work_in_the_background_learns_of_it() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.request(http::Method::POST, "/stop/", None, "").await.text(), "done");
}
