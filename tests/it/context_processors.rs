//! What an application shows on every page: made for pages that mention it, and for no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use vestibule::Context;
use vestibule::http::Method;
use vestibule::minijinja::Value;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};

vestibule::app! { middleware: [CsrfViewMiddleware], templates: "templates_context" }

// In a folder of another name than `render!` knows.
const SHOWS: &str = "shows.html";
const PLAIN: &str = "plain.html";
const TWO: &str = "two.html";

/// How often each was called.
#[derive(Clone, Debug, Default)]
struct Calls {
    basket: Arc<AtomicU32>,
    shop_name: Arc<AtomicU32>,
}

impl Calls {
    fn counts(&self) -> (u32, u32) {
        (self.basket.load(Ordering::Relaxed), self.shop_name.load(Ordering::Relaxed))
    }
}

#[context_processor(app = crate::context_processors::App)]
async fn basket(
    request: &Request,
    State(calls): State<Calls>,
    _: Method,
) -> Result<Option<Vec<&'static str>>> {
    calls.basket.fetch_add(1, Ordering::Relaxed);
    tokio::task::yield_now().await;
    match request.query_string() {
        "none" => Ok(None),
        "conflict" => Err(Error::new(vestibule::http::StatusCode::CONFLICT, "the basket is in use")),
        "away" => Err(Error::internal("the basket is away")),
        "panic" => panic!("the basket is torn"),
        _ => Ok(Some(vec!["tea", "<milk>"])),
    }
}

#[context_processor(app = crate::context_processors::App)]
fn shop_name(request: &Request) -> &str {
    if let Some(calls) = request.state::<Calls>() {
        calls.shop_name.fetch_add(1, Ordering::Relaxed);
    }
    "Shop"
}

#[context_processor(app = crate::context_processors::App)]
fn motto(request: &Request) -> Result<String> {
    match request.query_string() {
        "mute" => Err(std::io::Error::other("no voice"))?,
        "lost" => Err(Error::not_found("no words")),
        "shy" => panic!("lost for words"),
        _ => Ok("open".to_owned()),
    }
}

#[context_processor(app = crate::context_processors::App)]
fn stamp() -> Value {
    Value::from_safe_string("<b>".to_owned())
}

#[view(GET, POST, "/shows/", app = crate::context_processors::App)]
async fn shows(request: &Request) -> Result {
    render!(request, SHOWS)
}

#[view(GET, "/plain/", app = crate::context_processors::App)]
async fn plain(request: &Request) -> Result {
    render!(request, PLAIN)
}

#[view(GET, "/given/", app = crate::context_processors::App)]
async fn given(request: &Request) -> Result {
    render!(request, SHOWS, { basket: ["mine"], shop_name: "Mine" })
}

#[view(GET, "/early/", app = crate::context_processors::App)]
async fn early(request: &Request) -> Result<TemplateResponse> {
    let mut page = TemplateResponse::new("shows.html", Context::new());
    page.render(request)?;
    Ok(page)
}

#[derive(Default)]
struct Mender;

#[middleware(order = 900, app = crate::context_processors::App)]
impl Mender {
    fn process_exception(&self, _: &mut Request, error: &Error) -> Option<Response> {
        (error.status() == 409).then(|| Response::text("mended"))
    }
}

async fn get(path: &str) -> (TestResponse, (u32, u32)) {
    let calls = Calls::default();
    let mut client = Client::new(App::build().state(calls.clone())).await.unwrap();
    let answer = client.get(path).await;
    (answer, calls.counts())
}

#[tokio::test]
async fn a_page_sees_what_its_templates_mention() {
    let (page, calls) = get("/shows/").await;

    assert_eq!(page.text().trim(), "Shop: [tea][&lt;milk&gt;] open <b>");
    assert_eq!(calls, (1, 1));
}

#[tokio::test]
async fn a_page_that_mentions_none_calls_none() {
    let (page, calls) = get("/plain/").await;

    assert_eq!((page.text().trim(), calls), ("nothing of a basket", (0, 0)));
}

#[tokio::test]
async fn none_leaves_the_variable_out() {
    assert_eq!(get("/shows/?none").await.0.text().trim(), "Shop: empty open <b>");
}

#[tokio::test]
async fn what_the_view_gives_wins_and_calls_none() {
    let (page, calls) = get("/given/").await;

    assert_eq!(page.text().trim(), "Mine: [mine] open <b>");
    assert_eq!(calls, (0, 0));
}

#[tokio::test]
async fn an_error_of_one_is_the_pages_error() {
    for (path, expected) in [
        ("/shows/?away", "the basket is away"),
        ("/shows/?mute", "no voice"),
        ("/shows/?panic", "context processor `basket` panicked at tests/it/context_processors.rs:"),
        ("/shows/?shy", "context processor `motto` panicked at tests/it/context_processors.rs:"),
    ] {
        let (page, _) = get(path).await;

        assert_eq!(page.status(), 500, "{path}");
        assert!(page.errors()[0].contains(expected), "{path}: {:?}", page.errors());
    }
}

#[tokio::test]
async fn an_error_of_one_goes_through_process_exception() {
    let (page, _) = get("/shows/?conflict").await;

    assert_eq!((page.status(), page.text().as_str()), (200, "mended"));
}

#[tokio::test]
async fn what_was_fetched_for_a_page_serves_its_error_page() {
    let (page, calls) = get("/shows/?lost").await;

    assert_eq!((page.status(), page.text().trim()), (404, "no words, Shop [tea,&lt;milk&gt;]"));
    assert_eq!(calls, (1, 1));
}

#[tokio::test]
async fn a_page_that_a_view_renders_itself_sees_those_that_do_not_wait() {
    let (page, calls) = get("/early/").await;

    assert_eq!(page.text().trim(), "Shop: empty open <b>");
    assert_eq!(calls, (0, 1));
}

#[tokio::test]
async fn an_error_page_sees_them_too() {
    let (page, calls) = get("/nowhere/").await;

    assert_eq!(page.status(), 404);
    assert!(page.text().trim().ends_with(", Shop [tea,&lt;milk&gt;] open"), "{}", page.text());
    assert_eq!(calls, (1, 1));
}

#[tokio::test]
async fn an_error_page_goes_without_those_that_fail() {
    for path in ["/nowhere/?away", "/nowhere/?panic"] {
        let (page, _) = get(path).await;

        assert_eq!(page.status(), 404);
        assert!(page.text().trim().ends_with(", Shop [] open"), "{path}: {}", page.text());
    }
    for path in ["/nowhere/?mute", "/nowhere/?shy"] {
        let (page, _) = get(path).await;

        assert_eq!(page.status(), 404);
        assert!(page.text().trim().ends_with(", Shop [tea,&lt;milk&gt;]"), "{path}: {}", page.text());
    }
}

#[tokio::test]
async fn the_page_for_forged_forms_sees_them_too() {
    let site = App::build().state(Calls::default());
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();

    let page = client.post("/shows/", &[("article", "tea")]).await;

    assert_eq!((page.status(), page.text().trim()), (403, "forged, [tea,&lt;milk&gt;]"));
}

mod inner {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [], templates: "templates_context", check_templates: false }

    #[context_processor(app = crate::context_processors::inner::App)]
    fn theirs() -> &'static str {
        "of the inner"
    }

    #[context_processor(app = crate::context_processors::inner::App)]
    async fn both() -> &'static str {
        "inner"
    }

    #[view(GET, "/inner/", app = crate::context_processors::inner::App)]
    async fn two(request: &Request) -> Result {
        render!(request, super::TWO)
    }

    /// Of a library: seen behind the layer that names it.
    #[context_processor(library)]
    async fn greeting(request: &mut Request) -> String {
        format!("hello from {}", request.path())
    }

    #[derive(Default)]
    pub(super) struct Greeter;

    #[middleware(order = 100, context(greeting), library)]
    impl Greeter {
        fn process_request(&self, _: &mut Request) {}
    }
}

mod outer {
    use vestibule::prelude::*;

    vestibule::app! {
        middleware: [super::inner::Greeter],
        include: [super::inner::App],
        templates: "templates_context",
        check_templates: false,
    }

    #[context_processor(app = crate::context_processors::outer::App)]
    fn ours() -> &'static str {
        "of the outer"
    }

    #[context_processor(app = crate::context_processors::outer::App)]
    async fn both() -> &'static str {
        "outer"
    }

    #[view(GET, "/outer/", app = crate::context_processors::outer::App)]
    async fn two(request: &Request) -> Result {
        render!(request, super::TWO)
    }
}

#[tokio::test]
async fn those_of_an_included_application_are_seen_on_all_pages() {
    let mut client = Client::new(outer::App::build()).await.unwrap();

    for path in ["/inner/", "/outer/"] {
        let text = client.get(path).await.text();
        assert!(text.starts_with("of the outer outer of the inner"), "{path}: {text}");
    }
}

#[tokio::test]
async fn one_of_a_library_is_seen_behind_the_layer_that_names_it() {
    let within = Client::new(outer::App::build()).await.unwrap().get("/inner/").await;
    let alone = Client::new(inner::App::build()).await.unwrap().get("/inner/").await;

    assert!(within.text().trim().ends_with("hello from &#x2f;inner&#x2f;"), "{}", within.text());
    assert_eq!(alone.text().trim(), "inner of the inner");
}
