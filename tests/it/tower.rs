//! The application as a tower service.

use std::pin::Pin;
use std::task::{Context, Poll};

use tower_service::Service as _;
use vestibule::bytes::Bytes;
use vestibule::http;
use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[view(POST, "/echo/", app = crate::tower::App)]
async fn echo(body: Bytes) -> Bytes {
    body
}

/// A body of some other stack.
struct Foreign(Option<Bytes>);

impl http_body::Body for Foreign {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

#[tokio::test]
async fn it_answers_any_tower_stack() {
    let mut service = App::build().start().await.unwrap();
    let body = Foreign(Some(Bytes::from_static(b"hello")));
    let request = http::Request::post("/echo/").body(body).unwrap();

    let response = service.call(request).await.unwrap();

    assert_eq!(response.status(), 200);
    assert_eq!(response.body().as_bytes(), Some(&b"hello"[..]));
}
