//! What a 400 of `Json`, `Form` and `Query` says: which field, and why; and never what stood in it.

use serde::Deserialize;
use serde::de::Error as _;
use vestibule::http::Method;
use vestibule::http::header::ACCEPT;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [] }

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read, and that is all")]
struct Order {
    name: String,
    lines: Vec<Line>,
    #[serde(default)]
    paid: bool,
    #[serde(default)]
    colour: Colour,
    #[serde(default, rename = "a/b~c d")]
    odd: u8,
    #[serde(default)]
    even: Even,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read, and that is all")]
struct Line {
    #[serde(alias = "n")]
    number: u8,
    #[serde(flatten)]
    price: Price,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read, and that is all")]
struct Price {
    cents: u32,
}

#[derive(Debug, Default, Deserialize)]
enum Colour {
    #[default]
    Red,
    Green,
}

/// A number of which two make four.
#[derive(Debug, Default)]
struct Even;

impl<'de> Deserialize<'de> for Even {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "2" { Ok(Self) } else { Err(D::Error::custom(format!("`{text}` is not even"))) }
    }
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read, and that is all")]
struct Fields {
    name: String,
    number: Option<u8>,
    #[serde(default)]
    numbers: Vec<u8>,
    #[serde(default)]
    colour: Colour,
    #[serde(default)]
    even: Even,
    #[serde(flatten)]
    more: More,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read, and that is all")]
struct More {
    cents: Option<u32>,
}

#[view(POST, "/json/", app = crate::wrong_input::App)]
async fn json(Json(_): Json<Order>) -> &'static str {
    "read"
}

#[view(POST, "/any/", app = crate::wrong_input::App)]
async fn any(Json(value): Json<serde_json::Value>) -> String {
    value.to_string()
}

#[view(POST, "/optional-json/", app = crate::wrong_input::App)]
async fn optional_json(order: Option<Json<Order>>) -> String {
    order.map_or("none", |_| "some").to_owned()
}

#[view(GET, "/query/", app = crate::wrong_input::App)]
async fn query(Query(_): Query<Fields>) -> &'static str {
    "read"
}

#[view(POST, "/form/", app = crate::wrong_input::App)]
async fn form(Form(_): Form<Fields>) -> &'static str {
    "read"
}

#[view(POST, "/optional-form/", app = crate::wrong_input::App)]
async fn optional_form(fields: Option<Form<Fields>>) -> String {
    fields.map_or("none", |_| "some").to_owned()
}

async fn client() -> Client {
    let mut client = Client::new(App::build()).await.unwrap();
    client.headers_mut().insert(ACCEPT, JSON.parse().unwrap());
    client
}

/// The problem says this of one place, and the log names it without what stood there.
fn assert_says(answer: &TestResponse, pointer: &str, detail: &str, logged: &str) {
    let log = answer.errors().join("; ");
    assert_eq!(
        (answer.status(), answer.header("content-type")),
        (400, Some("application/problem+json")),
        "{log}"
    );
    let problem = answer.json();
    assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem} {log}");
    let said = problem["errors"][0]["detail"].as_str().unwrap();
    assert!(said.contains(detail), "{detail}: {problem}");
    assert!(log.contains(logged), "{logged}: {log}");
    assert!(!log.contains("hunter") && !log.contains("299"), "{log}");
}

#[tokio::test]
async fn a_wrong_json_body_is_told_by_its_place() {
    let mut client = client().await;
    let line = r#"{"number": 1, "cents": 2}"#;

    for (body, pointer, detail, logged) in [
        (r#"{"lines": []}"#.to_owned(), "#/name", "missing", "`name`"),
        (r#"{"name": "a", "lines": "hunter2"}"#.to_owned(), "#/lines", "expected", "`lines`"),
        (r#"{"name": 299, "lines": []}"#.to_owned(), "#/name", "expected a string", "`name`"),
        (
            format!(r#"{{"name": "a", "lines": [{line}, {{"number": "hunter2", "cents": 1}}]}}"#),
            "#/lines/1/number",
            "expected u8",
            "`lines[1].number`",
        ),
        (
            format!(r#"{{"name": "a", "lines": [{line}, {{"number": 299, "cents": 1}}]}}"#),
            "#/lines/1/number",
            "expected u8",
            "`lines[1].number`",
        ),
        (
            r#"{"name": "a", "lines": [{"number": 1}]}"#.to_owned(),
            "#/lines/0/cents",
            "missing",
            "`lines[0].cents`",
        ),
        (
            r#"{"name": "a", "lines": [{"number": 1, "cents": "hunter2"}]}"#.to_owned(),
            "#/lines/0/cents",
            "expected u32",
            "`lines[0].cents`",
        ),
        (
            r#"{"name": "a", "lines": [], "colour": "hunter2"}"#.to_owned(),
            "#/colour",
            "`Red`, `Green`",
            "`colour`",
        ),
        (r#"{"name": "a", "lines": [], "paid": "hunter2"}"#.to_owned(), "#/paid", "expected", "`paid`"),
        (r#"{"name": "a", "lines": [], "more": 1}"#.to_owned(), "#/more", "unknown", "`more`"),
        (
            r#"{"name": "a", "lines": [], "a/b~c d": "hunter2"}"#.to_owned(),
            "#/a~1b~0c%20d",
            "expected u8",
            "`a/b~c d`",
        ),
        // What a type of the application says goes to who sent it, and not into the log: it may name the value.
        (r#"{"name": "a", "lines": [], "even": "hunter2"}"#.to_owned(), "#/even", "is not even", "`even`"),
        (r#""hunter2""#.to_owned(), "#", "expected", "the body"),
        (
            r#"{"name": "a", "lines": [{"number": 1, "n": 2, "cents": 3}]}"#.to_owned(),
            "#/lines/0/number",
            "twice",
            "`lines[0].number`",
        ),
    ] {
        let answer = client.request(Method::POST, "/json/", Some(JSON), body.clone()).await;

        assert_says(&answer, pointer, detail, logged);
        assert_eq!(answer.json()["status"], 400, "{body}");
    }
}

#[tokio::test]
async fn a_member_that_is_there_twice_is_named() {
    let body = r#"{"name": "hunter2", "name": "b", "lines": []}"#;

    let answer = client().await.request(Method::POST, "/json/", Some(JSON), body).await;

    let says = "the body is not the JSON expected: duplicate field `name`, at line 1, column 26";
    assert_eq!((answer.status(), answer.json()["detail"].as_str()), (400, Some(says)));
    assert_eq!(answer.errors(), [says]);
}

#[tokio::test]
async fn a_number_that_would_lose_digits_is_named() {
    let body = r#"{"a": [1, 12345678901234567890123]}"#;

    let answer = client().await.request(Method::POST, "/any/", Some(JSON), body).await;

    assert_says(&answer, "#/a/1", "more than 64 bits", "`a[1]`: a whole number of more than 64 bits");
    assert!(!answer.errors()[0].contains("12345"), "{:?}", answer.errors());
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_by_line_and_column() {
    let mut client = client().await;

    for body in ["{", "{\"name\": \"hunter2\", }", "[1, 2", "hunter2", ""] {
        let answer = client.request(Method::POST, "/json/", Some(JSON), body).await;

        let log = answer.errors().join("; ");
        assert_eq!(answer.status(), 400, "{body}");
        assert!(!log.contains("hunter"), "{log}");
        if !body.is_empty() {
            let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
            assert!(detail.contains("line 1, column") && log.contains("line 1, column"), "{detail} {log}");
        }
    }
}

#[tokio::test]
async fn a_wrong_field_is_told_by_its_name() {
    let mut client = client().await;

    for (fields, pointer, detail, logged) in [
        ("number=1", "#/name", "missing", "`name`"),
        ("name=a&number=hunter2", "#/number", "expected u8", "`number`"),
        ("name=a&number=299", "#/number", "expected u8", "`number`"),
        ("name=a&numbers=1&numbers=hunter2", "#/numbers/1", "expected u8", "`numbers[1]`"),
        ("name=a&colour=hunter2", "#/colour", "`Red`, `Green`", "`colour`"),
        ("name=a&even=hunter2", "#/even", "is not even", "`even`"),
        ("name=a&cents=hunter2", "#/cents", "expected u32", "`cents`"),
    ] {
        let query = client.get(&format!("/query/?{fields}")).await;
        let form = client.request(Method::POST, "/form/", Some(FORM), fields).await;

        assert_says(&query, pointer, detail, logged);
        assert_says(&form, pointer, detail, logged);
    }
    assert_says(&client.get("/query/").await, "#/name", "missing", "`name`");
}

#[tokio::test]
async fn browsers_get_the_usual_page() {
    let mut client = Client::new(App::build()).await.unwrap();
    client.headers_mut().insert(ACCEPT, "text/html".parse().unwrap());

    let answer = client.get("/query/?name=a&number=hunter2").await;

    assert_eq!(answer.status(), 400);
    let text = answer.text();
    assert!(text.contains("<h1>Bad Request (400)</h1>") && !text.contains("number"), "{text}");
}

#[test]
fn developers_read_the_field_in_every_form() {
    let site = RunningSite::start(App::build());

    for accept in ["text/html", "text/plain", "application/json"] {
        let page = site.get("/query/?name=a&number=x", &format!("Accept: {accept}\r\n"));

        assert!(
            page.contains("`number`: expected u8") || page.contains("&#x60;number&#x60;: expected u8"),
            "{page}"
        );
    }
    let problem = site.get("/query/?name=a&number=x", "Accept: application/json\r\n");
    assert!(problem.contains(r##""errors":[{"pointer":"#/number","detail":"expected u8"}]"##), "{problem}");
}

#[tokio::test]
async fn optional_json_is_none_only_where_no_body_was_sent() {
    let mut client = client().await;
    let order = r#"{"name": "a", "lines": []}"#;

    for (kind, body, answer) in [
        (None, "", "none"),
        (Some(JSON), "", "none"),
        (Some("text/plain"), "", "none"),
        (Some(JSON), order, "some"),
        (Some("application/vnd.api+json; charset=utf-8"), order, "some"),
        (None, order, "415"),
        (Some("text/plain"), order, "415"),
        (Some(JSON), "{", "400"),
    ] {
        let found = client.request(Method::POST, "/optional-json/", kind, body).await;

        let shown = if found.status() == 200 { found.text() } else { found.status().to_string() };
        assert_eq!(shown, answer, "{kind:?} {body}");
    }
    // Without the `Option` an absent body stays an error.
    assert_eq!(client.request(Method::POST, "/json/", None, "").await.status(), 415);
    assert_eq!(client.request(Method::POST, "/json/", Some(JSON), "").await.status(), 400);
}

#[tokio::test]
async fn an_optional_form_is_none_only_where_no_body_was_sent() {
    let mut client = client().await;

    for (kind, body, answer) in [
        (None, "", "none"),
        (Some(FORM), "name=a", "some"),
        (Some(FORM), "", "400"),
        (None, "name=a", "415"),
        (Some("text/plain"), "name=a", "415"),
    ] {
        let found = client.request(Method::POST, "/optional-form/", kind, body).await;

        let shown = if found.status() == 200 { found.text() } else { found.status().to_string() };
        assert_eq!(shown, answer, "{kind:?} {body}");
    }
}
