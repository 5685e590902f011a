//! A header that cannot be sent: who gives it to an answer goes on, and the answer is a 500.

use vestibule::Context;
use vestibule::http::StatusCode;
use vestibule::http::header::{CONTENT_LANGUAGE, HeaderName, HeaderValue};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};

vestibule::app! { middleware: [] }

/// The outermost layer.
#[middleware(order = 1, app = crate::refused_headers::App)]
async fn outer(request: &mut Request, next: Next<'_>) -> Response {
    next.run(request).await.with_header("X-Outer", "passed")
}

#[derive(Default)]
struct Exceptions;

/// Answers the mistakes of one view.
#[middleware(order = 2, app = crate::refused_headers::App)]
impl Exceptions {
    fn process_exception(&self, request: &mut Request, error: &Error) -> Option<Response> {
        (request.path() == "/caught/").then(|| Response::text(error.to_string()))
    }
}

#[derive(Default)]
struct Mistaken;

/// Makes a mistake of its own.
#[middleware(order = 3, app = crate::refused_headers::App)]
impl Mistaken {
    fn process_response(&self, request: &mut Request, response: Response) -> Response {
        if request.path() == "/layer/" { response.with_header("X-Layer", "a\nb") } else { response }
    }
}

#[view(GET, "/value/", app = crate::refused_headers::App)]
async fn value() -> Response {
    Response::text("never seen")
        .with_header("X-Said", "a\r\nSet-Cookie: b=c")
        .with_status(StatusCode::ACCEPTED)
}

#[view(GET, "/caught/", app = crate::refused_headers::App)]
async fn caught() -> Response {
    value().await
}

#[view(GET, "/name/", app = crate::refused_headers::App)]
async fn name() -> Response {
    Response::text("never seen").with_header("X Said", "a").with_header("X-Said", "b\n")
}

#[view(GET, "/layer/", app = crate::refused_headers::App)]
async fn layer() -> &'static str {
    "never seen"
}

#[view(GET, "/page/", app = crate::refused_headers::App)]
async fn page() -> Result {
    let page = TemplateResponse::new("not/there.html", Context::new());
    Ok(Response::from(page).with_header("X\n", "a"))
}

#[view(GET, "/sound/", app = crate::refused_headers::App)]
async fn sound(request: &Request) -> Response {
    Response::text("")
        .with_header(CONTENT_LANGUAGE, "de")
        .with_header(HeaderName::from_static("x-kind"), HeaderValue::from_static("constant"))
        .with_header(String::from("X-Number"), 5)
        .with_header("X-Said", request.header("X-Asked").unwrap_or_default())
}

async fn answer(path: &str) -> TestResponse {
    let mut client = Client::new(App::build()).await.unwrap();
    client.headers_mut().insert("x-asked", HeaderValue::from_static("this"));
    client.get(path).await
}

#[tokio::test]
async fn a_views_mistake_is_the_views_error() {
    for (path, says) in [
        ("/value/", "value` answered with a control character in header `x-said`"),
        ("/name/", "name` answered with `X Said` as a header's name"),
        ("/page/", "page` answered with `X\\n` as a header's name"),
    ] {
        let answer = answer(path).await;

        assert_eq!((answer.status(), answer.header("x-outer")), (500, Some("passed")), "{path}");
        assert_eq!((answer.header("x-said"), answer.header("set-cookie")), (None, None), "{path}");
        assert!(answer.errors()[0].contains(says), "{:?}", answer.errors());
    }
}

#[tokio::test]
async fn the_layers_may_answer_it() {
    let answer = answer("/caught/").await;

    assert!(answer.status() == 200 && answer.text().contains("in header `x-said`"), "{}", answer.text());
}

#[tokio::test]
async fn a_layers_mistake_is_answered_where_it_is_left() {
    let answer = answer("/layer/").await;

    assert_eq!((answer.status(), answer.header("x-outer")), (500, Some("passed")));
    assert!(answer.errors()[0].contains("a control character in header `x-layer`"), "{:?}", answer.errors());
}

#[tokio::test]
async fn names_and_values_are_texts_or_constants() {
    let answer = answer("/sound/").await;

    let sent = ["content-language", "x-kind", "x-number", "x-said"].map(|name| answer.header(name));
    assert_eq!(sent, [Some("de"), Some("constant"), Some("5"), Some("this")]);
}
