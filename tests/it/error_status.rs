//! Errors of an application's own, answered with the status that stands above them.

use std::sync::{Arc, Mutex};

use thiserror::Error as ThisError;
use vestibule::http::header::ACCEPT;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::NotCounted;

vestibule::app! { middleware: [], templates: "templates_shop" }

#[derive(Debug, ThisError, ErrorStatus)]
enum ShopError {
    #[error("there is no <{0}>")]
    #[status(404)]
    NoSuchArticle(String),
    #[status(409)]
    #[error("only {left} are left")]
    SoldOut { left: u32 },
    #[error("the price was changed")]
    #[status(suspicious)]
    Forged,
    #[error("the shop is not for you")]
    #[status(403)]
    Forbidden,
    #[error(transparent)]
    #[status(transparent)]
    Stock(#[from] NotCounted),
    #[error("the shelf is broken")]
    Broken(#[source] std::io::Error),
}

/// What says nothing of its variants says it of all, in whichever order the derives stand.
#[derive(ErrorStatus, ThisError, Debug)]
#[status(429)]
enum Impatient {
    #[error("one at a time")]
    Crowd,
    #[error("not before noon")]
    #[status(425)]
    Early,
}

fn buy(what: &str) -> std::result::Result<&'static str, ShopError> {
    match what {
        "hat" => Ok("a hat"),
        "coat" => Err(ShopError::SoldOut { left: 0 }),
        "crown" => Err(ShopError::Forbidden),
        "forgery" => Err(ShopError::Forged),
        "nail" => Err(NotCounted)?,
        "shelf" => Err(ShopError::Broken(std::io::Error::other("worms"))),
        other => Err(ShopError::NoSuchArticle(other.to_owned())),
    }
}

#[view(GET, "/buy/{what}/", app = crate::error_status::App)]
async fn buys(what: String) -> Result {
    Ok(Response::text(buy(&what)?))
}

/// An argument that the shop refuses by itself.
struct Article(&'static str);

impl<A> FromRequest<A> for Article {
    async fn from_request(request: &mut Request) -> Result<Self> {
        let what = request.path().trim_matches('/').rsplit('/').next().unwrap_or_default();
        Ok(Self(buy(what)?))
    }
}

#[view(GET, "/take/{*rest}", app = crate::error_status::App)]
async fn takes(rest: String, article: Article) -> String {
    format!("{} {rest}", article.0)
}

#[view(GET, "/", app = crate::error_status::App)]
async fn index() -> &'static str {
    "open"
}

/// What `process_exception` saw.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(&'static str, String)>>>);

#[derive(Default)]
struct Doorman;

#[middleware(order = 10, app = crate::error_status::App)]
impl Doorman {
    fn process_request(&self, request: &mut Request) -> Result<()> {
        match request.headers().get("x-hurry").map(|hurry| hurry.as_bytes()) {
            Some(b"much") => Err(Impatient::Early)?,
            Some(_) => Err(Impatient::Crowd)?,
            None => Ok(()),
        }
    }

    fn process_exception(&self, request: &mut Request, error: &Error) {
        if let Some(Seen(seen)) = request.state::<Seen>() {
            let kind = match error {
                error if error.is_not_found() => "not found",
                error if error.is_permission_denied() => "permission denied",
                error if error.is_suspicious() => "suspicious",
                _ => "other",
            };
            seen.lock().unwrap().push((kind, error.to_string()));
        }
    }
}

async fn ask(path: &str, headers: &[(&'static str, &'static str)]) -> (TestResponse, Seen) {
    let seen = Seen::default();
    let mut client = Client::new(App::build().state(seen.clone())).await.unwrap();
    for (name, value) in headers {
        client.headers_mut().insert(*name, value.parse().unwrap());
    }
    (client.get(path).await, seen)
}

#[tokio::test]
async fn each_variant_is_answered_with_its_own_status() {
    for (what, status) in [
        ("hat", 200),
        ("scarf", 404),
        ("coat", 409),
        ("crown", 403),
        ("forgery", 400),
        ("nail", 503),
        ("shelf", 500),
    ] {
        let (answer, _) = ask(&format!("/buy/{what}/"), &[]).await;

        assert_eq!(answer.status(), status, "{what}");
    }
}

#[tokio::test]
async fn an_extractor_and_a_hook_answer_so_too() {
    assert_eq!(ask("/take/scarf/", &[]).await.0.status(), 404);
    assert_eq!(ask("/take/coat/", &[]).await.0.status(), 409);
    assert_eq!(ask("/", &[("x-hurry", "some")]).await.0.status(), 429);
    assert_eq!(ask("/", &[("x-hurry", "much")]).await.0.status(), 425);
}

#[tokio::test]
async fn process_exception_sees_what_it_means() {
    for (path, kind, text) in [
        ("/buy/scarf/", "not found", "there is no <scarf>"),
        ("/take/crown/", "permission denied", "the shop is not for you"),
        ("/buy/forgery/", "suspicious", "the price was changed"),
        ("/buy/coat/", "other", "only 0 are left"),
    ] {
        let (_, Seen(seen)) = ask(path, &[]).await;

        assert_eq!(*seen.lock().unwrap(), [(kind, text.to_owned())]);
    }
}

#[tokio::test]
async fn the_page_for_404_shows_the_text_and_other_pages_do_not() {
    let html = [(ACCEPT.as_str(), "text/html")];

    assert_eq!(ask("/buy/scarf/", &html).await.0.text(), "<p>there is no &lt;scarf&gt;</p>");
    assert_eq!(ask("/buy/coat/", &html).await.0.text(), "<p>Sold out </p>");
    for what in ["crown", "forgery", "nail", "shelf"] {
        let answer = ask(&format!("/buy/{what}/"), &html).await.0;
        let text = answer.text();
        assert!(!text.contains(answer.errors()[0].as_str()) && !text.contains("worms"), "{text}");
    }
}

#[tokio::test]
async fn a_program_gets_the_status_and_no_more() {
    let (answer, _) = ask("/buy/nail/", &[(ACCEPT.as_str(), "application/json")]).await;

    assert_eq!(answer.text(), r#"{"type":"about:blank","title":"Service Unavailable","status":503}"#);
    assert_eq!(answer.header("retry-after"), Some("5"));
}

#[tokio::test]
async fn the_log_has_the_text_with_its_causes() {
    let (answer, _) = ask("/buy/shelf/", &[]).await;

    assert_eq!(answer.errors(), ["the shelf is broken: worms"]);
}
