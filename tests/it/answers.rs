//! What views may answer with.

use vestibule::bytes::Bytes;
use vestibule::http::StatusCode;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

#[view(GET, "/html/", app = crate::answers::App)]
async fn html() -> Response {
    Response::html("<p>é</p>")
}

#[view(GET, "/text/", app = crate::answers::App)]
async fn text() -> Response {
    Response::text("é").with_status(StatusCode::ACCEPTED).with_header("X-Kind", "text")
}

#[view(GET, "/json/", app = crate::answers::App)]
async fn json() -> Result {
    Response::json(&[1, 2])
}

#[view(GET, "/status/", app = crate::answers::App)]
async fn status() -> StatusCode {
    StatusCode::NO_CONTENT
}

#[view(GET, "/both/", app = crate::answers::App)]
async fn both() -> (StatusCode, &'static str) {
    (StatusCode::IM_A_TEAPOT, "tea")
}

#[view(GET, "/bytes/", app = crate::answers::App)]
async fn bytes() -> Vec<u8> {
    vec![0, 1]
}

#[view(GET, "/stream/", app = crate::answers::App)]
async fn stream() -> Response {
    Response::stream(Chunks(vec!["c", "b", "a"]))
}

#[view(GET, "/file/", app = crate::answers::App)]
async fn file() -> Result {
    Response::file(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/echo.html")).await
}

#[view(GET, "/no-file/", app = crate::answers::App)]
async fn no_file() -> Result {
    Response::file("/nowhere/at/all").await
}

#[view(GET, "/redirect/", app = crate::answers::App)]
async fn elsewhere(request: &Request) -> Result {
    redirect(request.query().get("to").unwrap_or_default())
}

#[view(GET, "/header/", app = crate::answers::App)]
async fn header(request: &Request) -> Response {
    Response::text("").with_header("X-Said", request.query().get("it").unwrap_or_default())
}

/// A stream of few chunks.
struct Chunks(Vec<&'static str>);

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.pop().map(|chunk| Ok(Bytes::from(chunk))))
    }
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

#[tokio::test]
async fn every_kind_has_its_status_and_content_type() {
    let mut client = client().await;
    let html = Some("text/html; charset=utf-8");
    for (path, status, kind, body) in [
        ("/html/", 200, html, "<p>é</p>"),
        ("/text/", 202, Some("text/plain; charset=utf-8"), "é"),
        ("/json/", 200, Some("application/json"), "[1,2]"),
        ("/status/", 204, None, ""),
        ("/both/", 418, html, "tea"),
        ("/bytes/", 200, Some("application/octet-stream"), "\0\u{1}"),
        ("/stream/", 200, Some("application/octet-stream"), "abc"),
        ("/file/", 200, html, "{{ body() }}\n"),
    ] {
        let answer = client.get(path).await;
        assert_eq!(
            (answer.status(), answer.header("content-type"), &*answer.text()),
            (status, kind, body),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_file_has_its_size_and_name() {
    let mut client = client().await;

    let answer = client.get("/file/").await;

    assert_eq!(answer.header("content-length"), Some("13"));
    assert_eq!(answer.header("content-disposition"), Some("inline; filename=\"echo.html\""));
    assert_eq!(client.get("/no-file/").await.status(), 404);
}

#[tokio::test]
async fn redirects_go_to_web_addresses_only() {
    let mut client = client().await;

    let answer = client.get("/redirect/?to=/caf%C3%A9/?a=1%0d%0ab").await;

    assert_eq!((answer.status(), answer.location()), (302, Some("/caf%C3%A9/?a=1%0D%0Ab")));
    for target in [
        "javascript:alert(1)",
        "java%0ascript:alert(1)",
        "%20javascript:x",
        "%00javascript:x",
        "javascript%09:x",
        "javascript://[%0aalert(1)",
        "data://[x",
        "//[evil",
        "//%EF%BC%8F",
    ] {
        assert_eq!(client.get(&format!("/redirect/?to={target}")).await.status(), 400, "{target}");
    }
}

#[tokio::test]
async fn nothing_a_visitor_wrote_becomes_a_header_line() {
    let mut client = client().await;

    let answer = client.get("/header/?it=a%0d%0aSet-Cookie:%20b=c").await;

    assert_eq!((answer.status(), answer.header("set-cookie")), (500, None));
}
