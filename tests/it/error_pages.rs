//! What clients see of errors: strangers the status, in the form they ask for; developers the rest.

use vestibule::http::Method;
use vestibule::http::header::ACCEPT;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [] }

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[view(GET, POST, "/fail/{status}/", app = crate::error_pages::App)]
async fn fail(status: u16) -> Result {
    let status = vestibule::http::StatusCode::from_u16(status)?;
    Err(Error::new(status, "the <reason> why").caused_by(std::io::Error::other("disk full")))
}

#[view(GET, "/panic/", app = crate::error_pages::App)]
async fn panics() -> Result {
    panic!("the view is broken")
}

#[view(GET, "/template/", app = crate::error_pages::App)]
async fn template(request: &mut Request) -> Result {
    render!(request, "divides.html", { name: "zero" })
}

/// Its text is code of the application's own, and fails.
#[derive(Debug)]
struct Unspeakable;

impl std::fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("no words")
    }
}

impl std::error::Error for Unspeakable {}

#[view(GET, "/unspeakable/", app = crate::error_pages::App)]
async fn unspeakable() -> Result {
    Err(Error::internal("it failed").caused_by(Unspeakable))
}

async fn ask(path: &str, accept: Option<&str>) -> TestResponse {
    let mut client = Client::new(App::build()).await.unwrap();
    if let Some(accept) = accept {
        client.headers_mut().insert(ACCEPT, accept.parse().unwrap());
    }
    client.get(path).await
}

fn site() -> RunningSite {
    RunningSite::start(App::build())
}

#[tokio::test]
async fn every_status_has_a_small_page() {
    for (status, title) in [
        (400, "Bad Request (400)"),
        (403, "403 Forbidden"),
        (404, "Not Found"),
        (413, "Payload Too Large (413)"),
        (431, "Request Header Fields Too Large (431)"),
        (500, "Server Error (500)"),
        (503, "Service Unavailable (503)"),
    ] {
        let answer = ask(&format!("/fail/{status}/"), Some(BROWSER)).await;

        let text = answer.text();
        assert_eq!((answer.status(), answer.header("vary")), (status, Some("Accept")));
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(
            text.contains(&format!("<title>{title}</title>")) && text.contains("<html lang=\"en\">"),
            "{text}"
        );
        assert!(!text.contains("reason") && !text.contains("disk"), "{text}");
    }
}

#[tokio::test]
async fn who_names_no_type_gets_djangos_page() {
    let answer = ask("/nowhere/", None).await;

    assert_eq!(
        answer.text(),
        "<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  \
         <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>\n</html>\n"
    );
}

#[tokio::test]
async fn programs_get_a_problem() {
    for accept in ["application/json", "application/problem+json", "application/json, text/plain, */*"] {
        let answer = ask("/fail/500/", Some(accept)).await;

        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{accept}");
        assert_eq!(answer.header("vary"), Some("Accept"));
        assert_eq!(answer.text(), r#"{"type":"about:blank","title":"Internal Server Error","status":500}"#);
    }
    assert_eq!(ask("/nowhere/", Some("application/json")).await.json()["status"], 404);
}

#[tokio::test]
async fn who_takes_neither_gets_a_line() {
    for accept in ["text/plain", "image/avif,image/png", "text/html;q=0"] {
        let answer = ask("/fail/503/", Some(accept)).await;

        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"), "{accept}");
        assert_eq!(
            (answer.text().as_str(), answer.header("retry-after")),
            ("503 Service Unavailable\n", Some("5"))
        );
    }
}

#[tokio::test]
async fn a_405_keeps_its_allow_in_every_form() {
    for accept in [BROWSER, "application/json", "text/plain"] {
        let mut client = Client::new(App::build()).await.unwrap();
        client.headers_mut().insert(ACCEPT, accept.parse().unwrap());

        let answer = client.request(Method::DELETE, "/panic/", None, "").await;

        assert_eq!((answer.status(), answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")), "{accept}");
    }
}

#[test]
fn developers_read_the_message_its_causes_and_the_view() {
    let site = site();

    let page = site.get("/fail/500/", "Accept: text/html\r\n");

    assert!(page.starts_with("HTTP/1.1 500") && page.contains("cache-control: no-store"), "{page}");
    for shown in
        ["the &lt;reason&gt; why", "because: disk full", "error_pages::fail", "error_pages.rs:", "view"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("<reason>"));
}

#[test]
fn developers_read_where_it_panicked() {
    let site = site();

    let page = site.get("/panic/", "");

    assert!(page.contains("panicked at") && page.contains("the view is broken"), "{page}");
    // The line itself, out of the source.
    assert!(page.contains("panic!(&quot;the view is broken&quot;)"), "{page}");
}

#[test]
fn developers_read_the_line_of_the_template() {
    let site = site();

    let page = site.get("/template/", "");

    assert!(page.contains("template `divides.html:2` failed"), "{page}");
    assert!(page.contains("divides.html:2</figcaption>"), "{page}");
    assert!(
        page.contains("<span class=\"here\"><i>2</i>&lt;p&gt;{{ 1 &#x2f; name }}&lt;&#x2f;p&gt;"),
        "{page}"
    );
}

#[test]
fn developers_read_what_was_tried() {
    let site = site();

    let page = site.get("/panick/", "");

    assert!(page.contains("<code>&#x2f;panic&#x2f;</code> did you mean this one?"), "{page}");
    for path in ["/fail/{status}/", "/panic/", "/template/"] {
        assert!(page.contains(&path.replace('/', "&#x2f;")), "{path}");
    }
}

#[test]
fn developers_read_the_detail_in_every_form() {
    let site = site();

    let problem = site.get("/fail/500/", "Accept: application/json\r\n");
    let text = site.get("/fail/500/", "Accept: text/plain\r\n");

    let start = r#""status":500,"detail":"the <reason> why","causes":["disk full"],"view":"#;
    assert!(problem.contains(start), "{problem}");
    let hooks = r#""hooks":[{"hook":"route","took":""#;
    assert!(problem.contains(hooks) && problem.ends_with(r#""trace":"/__vestibule__/1/"}"#), "{problem}");
    assert!(text.contains(" ms  route\n") && text.contains(" ms  view  failed, 500: the <reason>"), "{text}");
    assert!(text.ends_with("the walk of this request: /__vestibule__/2/\n"), "{text}");
    assert!(
        text.contains("500 Internal Server Error\n\nthe <reason> why\nbecause: disk full\nview: "),
        "{text}"
    );
}

#[test]
fn strangers_read_the_status_alone() {
    let site = site();
    let release = RunningSite::start(App::build().settings(|settings| {
        settings.debug = false;
        settings.secret_key = "x".repeat(40);
        settings.allowed_hosts = vec!["localhost".into()];
    }));
    for path in ["/fail/500/", "/panic/", "/template/", "/unspeakable/", "/nowhere/"] {
        for accept in ["text/html", "application/json", "text/plain"] {
            let headers = format!("Accept: {accept}\r\n");
            let proxied = site.get(path, &format!("{headers}X-Forwarded-For: 192.0.2.1\r\n"));
            for page in [proxied, release.get(path, &headers)] {
                for word in ["reason", "disk", "broken", "divides", "words", ".rs", "error_pages", "detail"] {
                    assert!(!page.split_once("\r\n\r\n").unwrap().1.contains(word), "{word}: {page}");
                }
            }
        }
    }
}

#[test]
fn an_error_that_cannot_be_told_is_still_a_500() {
    let site = site();

    let page = site.get("/unspeakable/", "");

    assert!(page.starts_with("HTTP/1.1 500") && page.contains("Server Error (500)"), "{page}");
    assert!(site.get("/nowhere/", "").starts_with("HTTP/1.1 404"));
}

#[test]
fn head_has_the_head_of_get_and_no_body() {
    let site = site();
    let length = |answer: &str| {
        let line = answer.lines().find(|line| line.starts_with("content-length: ")).map(str::to_owned);
        line.expect("a length")
    };
    for headers in ["X-Forwarded-For: 192.0.2.1\r\n", "Via: 1.1 a\r\nAccept: application/json\r\n"] {
        let get = site.get("/nowhere/", headers);

        let head = site.exchange(format!(
            "HEAD /nowhere/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
        ));

        assert!(head.starts_with("HTTP/1.1 404") && head.ends_with("\r\n\r\n"), "{head}");
        assert_eq!(length(&head), length(&get));
    }
}

#[test]
fn what_the_server_refuses_gets_a_page_too() {
    let site = RunningSite::start(App::build().settings(|settings| {
        settings.debug = false;
        settings.secret_key = "x".repeat(40);
        settings.allowed_hosts = vec!["localhost".into()];
    }));
    let (long, large) = ("x".repeat(9000), "x".repeat(70_000));
    for (request, title) in [
        ("GET / HTTP/1.1\r\n".to_owned(), "Bad Request (400)"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n".to_owned(), "Bad Request (400)"),
        (format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n"), "URI Too Long (414)"),
        (
            format!("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: {large}\r\n"),
            "Request Header Fields Too Large (431)",
        ),
        ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n".to_owned(), "Not Implemented (501)"),
    ] {
        let page = site.exchange(format!("{request}Accept: text/html\r\n\r\n"));
        let problem = site.exchange(format!("{request}Accept: application/json\r\n\r\n"));

        assert!(page.contains(title) && page.contains("connection: close"), "{page}");
        assert!(problem.contains("content-type: application/problem+json"), "{problem}");
    }
}

mod broken {
    vestibule::app! { middleware: [], templates: "templates_broken", check_templates: false }

    #[vestibule::view(GET, "/", app = crate::error_pages::broken::App)]
    async fn index() -> &'static str {
        "there"
    }
}

#[tokio::test]
async fn an_error_page_that_fails_is_an_error_of_ours() {
    let mut client = Client::new(broken::App::build()).await.unwrap();

    let answer = client.get("/nowhere/").await;

    assert_eq!((answer.status(), answer.text().as_str()), (500, "<h1>all is lost</h1>"));
}
