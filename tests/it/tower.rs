//! The application as a tower service.

use tower_service::Service as _;
use vestibule::bytes::Bytes;
use vestibule::http;
use vestibule::prelude::*;

use crate::pieces::Pieces;

vestibule::app! { middleware: [] }

#[view(POST, "/echo/", app = crate::tower::App)]
async fn echo(body: Bytes) -> Bytes {
    body
}

#[tokio::test]
async fn it_answers_any_tower_stack() {
    let mut service = App::build().start().await.unwrap();
    let body = Pieces::from_iter([Bytes::from_static(b"hello")]);
    let request = http::Request::post("/echo/").body(body).unwrap();

    let response = service.call(request).await.unwrap();

    assert_eq!(response.status(), 200);
    assert_eq!(response.body().as_bytes(), Some(&b"hello"[..]));
}
