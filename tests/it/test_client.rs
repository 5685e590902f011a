//! The test client: answers that are read while they are made.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_core::Stream;
use vestibule::bytes::Bytes;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [SecurityMiddleware, GZipMiddleware, ConditionalGetMiddleware] }

/// How many chunks have been made, and whether somebody still makes them.
#[derive(Clone, Default)]
struct Producer {
    made: Arc<AtomicUsize>,
}

impl Producer {
    fn handles(&self) -> usize {
        Arc::strong_count(&self.made)
    }
}

/// Counts for ever.
struct Endless(Producer);

impl Stream for Endless {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let number = self.0.made.fetch_add(1, Ordering::SeqCst);
        Poll::Ready(Some(Ok(Bytes::from(format!("data: {number}\n\n")))))
    }
}

/// One chunk, then its end.
struct Short(usize, Option<&'static str>);

impl Stream for Short {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        match (self.0, self.1) {
            (1, _) => Poll::Ready(Some(Ok(Bytes::from_static(b"one")))),
            (2, Some("panic")) => panic!("half way"),
            (2, Some(error)) => Poll::Ready(Some(Err(std::io::Error::other(error)))),
            (2, None) => Poll::Ready(None),
            _ => panic!("asked after its end"),
        }
    }
}

#[view(GET, "/endless/", app = crate::test_client::App)]
async fn endless(State(producer): State<Producer>) -> Result {
    let mut response = Response::stream(Endless(producer));
    response.set_cookie(("seen", "yes"))?;
    Ok(response)
}

#[view(GET, "/short/{end}/", app = crate::test_client::App)]
async fn short(end: String) -> Response {
    let error = match &*end {
        "well" => None,
        "panic" => Some("panic"),
        _ => Some("disk full"),
    };
    Response::stream(Short(0, error))
}

#[view(POST, "/echo/", app = crate::test_client::App)]
async fn echo(body: Bytes) -> Bytes {
    body
}

async fn client(producer: &Producer) -> Client {
    Client::new(App::build().state(producer.clone())).await.unwrap()
}

#[tokio::test]
async fn an_endless_stream_is_read_as_it_is_made() {
    let producer = Producer::default();
    let mut client = client(&producer).await;
    let idle = producer.handles();

    let mut answer = client.get_stream("/endless/").await;

    assert_eq!((answer.status(), answer.header("x-content-type-options")), (200, Some("nosniff")));
    assert_eq!(client.cookie("seen"), Some("yes"));
    for number in 0..100 {
        assert_eq!(answer.chunk().await.unwrap().unwrap(), format!("data: {number}\n\n"));
        assert_eq!(producer.made.load(Ordering::SeqCst), number + 1);
    }
    assert!(producer.handles() > idle);
    drop(answer);
    assert_eq!(producer.handles(), idle);
}

#[tokio::test]
async fn a_stream_that_ends_may_be_read_either_way() {
    let mut client = client(&Producer::default()).await;

    let mut answer = client.get_stream("/short/well/").await;
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "one");
    assert!(answer.chunk().await.is_none() && answer.chunk().await.is_none());

    assert_eq!(client.get_stream("/short/well/").await.read().await.text(), "one");
    assert_eq!(client.get("/short/well/").await.text(), "one");
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_why() {
    let mut client = client(&Producer::default()).await;
    for (end, why) in [("error", "disk full"), ("panic", "half way")] {
        let mut answer = client.get_stream(&short::url(end)).await;

        assert_eq!(answer.chunk().await.unwrap().unwrap(), "one");
        let error = answer.chunk().await.unwrap().unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
        assert!(answer.chunk().await.is_none());
    }
}

#[tokio::test]
async fn an_answer_that_is_there_is_one_chunk() {
    let mut client = client(&Producer::default()).await;

    let mut answer = client.request_stream(http::Method::POST, "/echo/", None, "hello").await;

    assert_eq!(answer.chunk().await.unwrap().unwrap(), "hello");
    assert!(answer.chunk().await.is_none());
}
