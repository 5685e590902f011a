//! Arguments from a request: what is read, what is missing, what is wrong.

use serde::{Deserialize, Serialize};
use vestibule::bytes::Bytes;
use vestibule::http::{HeaderMap, Method};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::{QueryDict, RequestBody};

vestibule::app! { middleware: [] }

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Debug, Serialize, Deserialize)]
struct Search {
    q: String,
    page: Option<u32>,
    #[serde(default)]
    tag: Vec<String>,
}

#[view(GET, "/query/", app = crate::extractors::App)]
async fn query(Query(search): Query<Search>) -> Json<Search> {
    Json(search)
}

#[view(GET, POST, "/form/", app = crate::extractors::App)]
async fn form(form: Option<Form<Search>>) -> String {
    form.map_or("none".into(), |Form(search)| format!("{search:?}"))
}

#[view(POST, "/result/", app = crate::extractors::App)]
async fn result(form: Result<Form<Search>>) -> String {
    form.map_or_else(|error| error.status().to_string(), |Form(search)| search.q)
}

#[view(POST, "/fields/", app = crate::extractors::App)]
async fn fields(Form(fields): Form<QueryDict>) -> String {
    fields.urlencode()
}

#[view(POST, "/json/", app = crate::extractors::App)]
async fn json(Json(value): Json<Search>) -> String {
    value.q
}

#[view(POST, "/bytes/", app = crate::extractors::App)]
async fn bytes(body: Bytes) -> String {
    body.len().to_string()
}

#[view(POST, "/twice/", app = crate::extractors::App)]
async fn twice(request: &mut Request, Form(search): Form<Search>) -> Result<String> {
    Ok(format!("{} {}", search.q, request.body().await?.len()))
}

#[view(POST, "/unread/", app = crate::extractors::App)]
async fn unread(body: RequestBody) -> &'static str {
    drop(body);
    "unread"
}

#[view(GET, "/rest/", app = crate::extractors::App)]
async fn rest(method: Method, headers: HeaderMap, cookies: Cookies, State(number): State<u32>) -> String {
    format!("{method} {} {} {number}", headers.len(), cookies.get("a").unwrap_or("-"))
}

#[view(GET, "/stateless/", app = crate::extractors::App)]
async fn stateless(missing: Option<State<i64>>) -> String {
    format!("{missing:?}")
}

#[view(POST, "/again/", app = crate::extractors::App)]
async fn again(request: &mut Request) -> String {
    let first = request.body().await.is_ok();
    format!("{first} {}", request.body().await.is_ok())
}

#[view(POST, "/number/", app = crate::extractors::App)]
async fn number(Json(number): Json<u32>) -> String {
    number.to_string()
}

async fn client() -> Client {
    Client::new(App::build().state(7_u32).settings(|settings| settings.data_upload_max_memory_size = 64))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_query_becomes_a_type() {
    let mut client = client().await;

    let answer = client.get("/query/?q=a+b&page=2&tag=x&tag=%C3%A9").await;

    assert_eq!(answer.json(), serde_json::json!({"q": "a b", "page": 2, "tag": ["x", "é"]}));
    assert_eq!(client.get("/query/?page=2").await.status(), 400);
    assert_eq!(client.get("/query/?q=&page=two").await.status(), 400);
}

#[tokio::test]
async fn a_form_that_was_not_sent_is_none_and_a_wrong_one_is_not() {
    let mut client = client().await;

    assert_eq!(client.get("/form/").await.text(), "none");
    assert!(client.post("/form/", &[("q", "x")]).await.text().contains("\"x\""));
    assert_eq!(client.post("/form/", &[("page", "1")]).await.status(), 400);
    assert_eq!(client.post("/result/", &[("page", "1")]).await.text(), "400 Bad Request");
    assert_eq!(client.post_json("/result/", &1).await.text(), "415 Unsupported Media Type");
}

#[tokio::test]
async fn a_form_keeps_every_value() {
    let mut client = client().await;

    let answer = client.request(Method::POST, "/fields/", Some(FORM), "a=1&b=2&a=3").await;

    assert_eq!(answer.text(), "a=1&a=3&b=2");
}

#[tokio::test]
async fn json_is_asked_for_by_its_name() {
    let mut client = client().await;

    assert_eq!(client.post_json("/json/", &serde_json::json!({"q": "x"})).await.text(), "x");
    assert_eq!(client.request(Method::POST, "/json/", Some("text/plain"), "{}").await.status(), 415);
    assert_eq!(client.request(Method::POST, "/json/", Some("application/json"), "{").await.status(), 400);
}

#[tokio::test]
async fn a_body_is_bounded_as_it_is_read() {
    let mut client = client().await;

    assert_eq!(client.request(Method::POST, "/bytes/", None, "x".repeat(64)).await.text(), "64");
    assert_eq!(client.request(Method::POST, "/bytes/", None, "x".repeat(65)).await.status(), 400);
    assert_eq!(client.request(Method::POST, "/unread/", None, "x".repeat(65)).await.text(), "unread");
}

#[tokio::test]
async fn the_body_stays_for_whoever_asks_next() {
    let mut client = client().await;

    assert_eq!(client.post("/twice/", &[("q", "x")]).await.text(), "x 3");
}

#[tokio::test]
async fn a_body_that_was_refused_is_never_taken_for_a_whole_one() {
    let mut client = client().await;

    let answer = client.request(Method::POST, "/again/", None, "x".repeat(65)).await;

    assert_eq!(answer.text(), "false false");
}

#[tokio::test]
async fn a_form_that_is_no_utf8_is_latin_1() {
    let mut client = client().await;

    let answer = client.request(Method::POST, "/fields/", Some(FORM), &b"a=\xe9"[..]).await;

    assert_eq!(answer.text(), "a=%C3%A9");
}

#[tokio::test]
async fn too_many_fields_are_refused_empty_ones_included() {
    let mut client = Client::new(App::build().state(7_u32)).await.unwrap();

    let many = client.request(Method::POST, "/fields/", Some(FORM), "&".repeat(1000)).await;
    let enough = client.request(Method::POST, "/fields/", Some(FORM), "&".repeat(999)).await;

    assert_eq!((many.status(), enough.status()), (400, 200));
}

#[tokio::test]
async fn plain_parts_of_a_request_are_arguments_too() {
    let mut client = client().await;
    client.set_cookie("a", "1");

    assert_eq!(client.get("/rest/").await.text(), "GET 2 1 7");
    assert_eq!(client.get("/stateless/").await.text(), "None");
}
