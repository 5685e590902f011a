//! The stock middlewares, side by side with the session and with views that have words of their own.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use vestibule::bytes::Bytes;
use vestibule::csp::{self, Policy};
use vestibule::http::header::{HOST, HeaderValue};
use vestibule::http::{HeaderMap, Method};
use vestibule::middleware::{
    CommonMiddleware, ConditionalGetMiddleware, ContentSecurityPolicyMiddleware, GZipMiddleware,
    SecurityMiddleware, XFrameOptionsMiddleware,
};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::RunningSite;

vestibule::app! {
    middleware: [
        SecurityMiddleware,
        GZipMiddleware,
        SessionMiddleware,
        ConditionalGetMiddleware,
        ContentSecurityPolicyMiddleware,
        CommonMiddleware,
        AuthenticationMiddleware,
        XFrameOptionsMiddleware,
    ],
}

#[view(GET, POST, "/page/", app = crate::stock::App)]
async fn page() -> &'static str {
    "page"
}

#[view(GET, "/strict/", no_append_slash, xframe_options_sameorigin, app = crate::stock::App)]
async fn strict() -> &'static str {
    "strict"
}

#[view(GET, POST, "/framed/", xframe_options_exempt, app = crate::stock::App)]
async fn framed(request: &Request) -> Result<&'static str> {
    match request.query_string() {
        "fail" => Err(Error::not_found("asked to fail")),
        _ => Ok("framed"),
    }
}

#[view(GET, "/widget/", xframe_options_exempt, app = crate::stock::App)]
async fn widget() -> &'static str {
    "widget"
}

#[view(GET, "/missing/", app = crate::stock::App)]
async fn missing() -> Result {
    Err(Error::not_found("not any more"))
}

#[view(GET, "/{a}/{b}/", app = crate::stock::App)]
async fn two(a: String, b: String) -> String {
    format!("{a} {b}")
}

#[view(GET, "/rest/{*rest}", app = crate::stock::App)]
async fn rest(rest: String) -> String {
    rest
}

#[view(GET, "/long/", app = crate::stock::App)]
async fn long(request: &Request) -> Response {
    let size = request.query().get("size").and_then(|size| size.parse().ok()).unwrap_or(1000);
    Response::text("vestibule ".repeat(size))
}

#[view(GET, "/tagged/", app = crate::stock::App)]
async fn tagged() -> Response {
    Response::text("vestibule ".repeat(1000)).with_header("ETag", "\"mine\"")
}

#[view(GET, "/stream/", app = crate::stock::App)]
async fn stream() -> Response {
    Response::stream(Chunk { steps_left: 4 })
}

#[view(GET, "/nonce/", app = crate::stock::App)]
async fn nonce(request: &Request) -> Result {
    Ok(Response::text(request.csp_nonce()?))
}

#[view(GET, "/template/", app = crate::stock::App)]
async fn template(request: &Request) -> Result {
    render!(request, "nonce.html", {}, app = crate::stock::App)
}

#[view(GET, "/own-policy/", app = crate::stock::App)]
async fn own_policy() -> Response {
    let mut response = Response::text("");
    response.csp_override(Policy::new().with("img-src", [csp::SELF]));
    response.csp_report_only_override(Policy::new());
    response
}

#[view(GET, "/visit/", app = crate::stock::App)]
async fn visit(session: Session) -> Result<&'static str> {
    session.insert("visits", 1)?;
    Ok("visited")
}

/// A stream of one chunk that pauses before and behind it.
struct Chunk {
    steps_left: u32,
}

impl futures_core::Stream for Chunk {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.steps_left = self.steps_left.saturating_sub(1);
        match self.steps_left {
            3 | 1 => {
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            2 => Poll::Ready(Some(Ok(Bytes::from("chunk ")))),
            _ => Poll::Ready(None),
        }
    }
}

async fn client_with(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Client {
    let production = |settings: &mut Settings| settings.debug = false;
    Client::new(App::build().settings(production).settings(adjust)).await.unwrap()
}

async fn client() -> Client {
    client_with(|_| {}).await
}

async fn get_with(client: &mut Client, path: &str, headers: &[(&'static str, &'static str)]) -> TestResponse {
    for (name, value) in headers {
        client.headers_mut().insert(*name, HeaderValue::from_static(value));
    }
    let answer = client.get(path).await;
    for (name, _) in headers {
        client.headers_mut().remove(*name);
    }
    answer
}

/// What of a gzip file is data; `None` if it is none.
pub(crate) fn unzipped(gzip: &[u8]) -> Option<Vec<u8>> {
    let name = gzip.get(10..)?.iter().position(|byte| *byte == 0)?;
    let deflate = gzip.get(10 + name + 1..gzip.len() - 8)?;
    miniz_oxide::inflate::decompress_to_vec(deflate).ok()
}

fn is_redirect_within(answer: &TestResponse) -> bool {
    let location = answer.location().unwrap_or_default();
    let second = location.chars().nth(1);
    answer.status() == 301 && location.starts_with('/') && second != Some('/') && second != Some('\\')
}

#[tokio::test]
async fn a_plain_page_has_the_headers_of_protection_and_no_more() {
    let mut client = client().await;

    let answer = client.get("/page/").await;

    let mut names: Vec<&str> = answer.headers().keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "content-length",
            "content-type",
            "cross-origin-opener-policy",
            "etag",
            "referrer-policy",
            "x-content-type-options",
            "x-frame-options"
        ]
    );
    assert_eq!(answer.header("content-length"), Some("4"));
}

#[tokio::test]
async fn error_pages_are_protected_too() {
    let mut client = client().await;

    for path in ["/missing/", "/nowhere/"] {
        let answer = client.get(path).await;
        assert_eq!((answer.status(), answer.header("x-frame-options")), (404, Some("DENY")), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
}

#[tokio::test]
async fn a_missing_slash_is_added_where_that_leads_to_a_view() {
    let mut client = client().await;

    let mended = client.get("/page?q=%C3%A9&a=b%20c").await;
    assert_eq!(mended.location(), Some("/page/?q=%C3%A9&a=b%20c"));
    assert!(mended.errors().is_empty(), "an address that was mended is no error: {:?}", mended.errors());
    assert_eq!(client.get("/nowhere").await.errors(), ["no view has this path"]);
    assert_eq!(client.get("/a%20b/%3F").await.location(), Some("/a%20b/%3F/"));
    for path in ["/nowhere", "/strict", "/missing/"] {
        assert_eq!(client.get(path).await.status(), 404, "{path}");
    }
    assert_eq!(client.request(Method::POST, "/page", None, "x").await.status(), 301);
}

#[tokio::test]
async fn no_path_leads_to_another_site() {
    let mut client = client().await;

    for path in ["/%2Fevil.test/x", "/%5Cevil.test/x", "/%09/evil.test", "/%2F%2Fevil.test"] {
        let answer = client.get(path).await;
        assert!(answer.status() == 404 || is_redirect_within(&answer), "{path}: {:?}", answer.location());
    }
    assert_eq!(client.get("/%5Cevil.test/x").await.location(), Some("/%5Cevil.test/x/"));
    assert_eq!(client.get("/rest/%2F%2Fevil.test").await.status(), 200);
}

/// Every path that ends with a slash has a view, so that every other is redirected.
mod folders {
    use vestibule::FromPath;
    use vestibule::middleware::CommonMiddleware;
    use vestibule::prelude::*;

    vestibule::app! { middleware: [CommonMiddleware] }

    pub(super) struct Folder(String);

    impl FromPath for Folder {
        type Url<'a> = &'a str;

        fn from_path(text: &str) -> Option<Self> {
            text.ends_with('/').then(|| Self(text.to_owned()))
        }
    }

    #[view(GET, "/{*path}", app = crate::stock::folders::App)]
    async fn folder(path: Folder) -> String {
        path.0
    }
}

#[tokio::test]
async fn a_path_of_two_slashes_stays_a_path() {
    let production = |settings: &mut Settings| settings.debug = false;
    let mut client = Client::new(folders::App::build().settings(production)).await.unwrap();

    for (path, location) in [
        ("//evil.test", "/%2Fevil.test/"),
        ("/%2Fevil.test", "/%2Fevil.test/"),
        ("///evil.test?a", "/%2F/evil.test/?a"),
        ("/%5Cevil.test", "/%5Cevil.test/"),
        ("/%5C/evil.test", "/%5C/evil.test/"),
        ("/%0D%0A/evil.test", "/%0D%0A/evil.test/"),
        ("/%252Fevil.test", "/%252Fevil.test/"),
    ] {
        let answer = client.get(path).await;
        assert_eq!((answer.status(), answer.location()), (301, Some(location)), "{path}");
        assert!(is_redirect_within(&answer), "{path}");
    }
}

#[tokio::test]
async fn a_developer_is_told_that_data_would_be_lost() {
    let mut client = client_with(|settings| settings.debug = true).await;

    let answer = client.request(Method::POST, "/page", None, "x").await;

    assert_eq!(answer.status(), 500);
    let last = answer.errors().last().unwrap();
    assert!(last.contains("POST to `/page` would lose its data"), "{last}");
    assert_eq!(client.get("/page").await.status(), 301);
}

#[tokio::test]
async fn hosts_that_are_not_ours_are_refused_on_every_page() {
    let mut client = client().await;
    client.headers_mut().insert(HOST, HeaderValue::from_static("evil.test"));

    let answer = client.get("/page/").await;

    assert_eq!((answer.status(), answer.header("x-content-type-options")), (400, Some("nosniff")));
}

#[tokio::test]
async fn clients_can_be_refused_by_their_name() {
    let mut client = client_with(|settings| settings.disallowed_user_agents = vec!["(?i)^bad".into()]).await;

    assert_eq!(get_with(&mut client, "/page/", &[("user-agent", "BadBot/1.0")]).await.status(), 403);
    assert_eq!(get_with(&mut client, "/page/", &[("user-agent", "good bad")]).await.status(), 200);
    assert_eq!(client.get("/page/").await.status(), 200);
    // Nothing is hidden behind a byte that is no text.
    client.headers_mut().insert("user-agent", HeaderValue::from_bytes(b"bad\xff").unwrap());
    assert_eq!(client.get("/page/").await.status(), 403);
}

#[tokio::test]
async fn everyone_is_sent_to_https_but_to_the_host_that_was_asked_for() {
    let mut client = client_with(|settings| {
        settings.secure_ssl_redirect = true;
        settings.secure_hsts_seconds = Duration::from_secs(60);
        settings.secure_redirect_exempt = vec!["^page/$".into()];
        settings.secure_proxy_ssl_header = Some(("X-Forwarded-Proto".into(), "https".into()));
    })
    .await;

    let sent = client.get("//evil.test/x?a=b").await;
    assert_eq!((sent.status(), sent.location()), (301, Some("https://testserver//evil.test/x?a=b")));
    assert_eq!((sent.header("strict-transport-security"), client.get("/page/").await.status()), (None, 200));

    let secure = get_with(&mut client, "/strict/", &[("x-forwarded-proto", "https")]).await;
    assert_eq!((secure.status(), secure.header("strict-transport-security")), (200, Some("max-age=60")));
    client.headers_mut().insert(HOST, HeaderValue::from_static("evil.test"));
    assert_eq!(client.get("/strict/").await.status(), 400);
}

#[tokio::test]
async fn who_may_frame_a_view_holds_for_its_own_answers() {
    let mut client = client().await;

    let refused = client.request(Method::PUT, "/framed/", None, "").await;
    assert_eq!((refused.status(), refused.header("x-frame-options")), (405, Some("DENY")));
    let failed = client.get("/framed/?fail").await;
    assert_eq!((failed.status(), failed.header("x-frame-options")), (404, Some("DENY")));
    assert_eq!(client.get("/framed/").await.header("x-frame-options"), None);
}

#[tokio::test]
async fn a_view_says_who_may_frame_it() {
    let mut client = client().await;

    assert_eq!(client.get("/strict/").await.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(client.get("/widget/").await.header("x-frame-options"), None);
}

#[tokio::test]
async fn what_is_long_is_compressed_for_who_can_read_it() {
    let mut client = client().await;
    let gzip = [("accept-encoding", "br, gzip")];

    let plain = client.get("/long/").await;
    let short = get_with(&mut client, "/page/", &gzip).await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("Accept-Encoding")));
    assert_eq!((short.header("content-encoding"), short.header("vary")), (None, None));

    // A body of several slices, and one of a single.
    for size in [1000, 20_000] {
        let answer = get_with(&mut client, &format!("/long/?size={size}"), &gzip).await;
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert_eq!(answer.header("content-length"), Some(&*answer.bytes().len().to_string()));
        assert!(answer.header("etag").is_some_and(|tag| tag.starts_with("W/\"")));
        assert_eq!(unzipped(answer.bytes()).unwrap(), "vestibule ".repeat(size).as_bytes());
    }
}

#[tokio::test]
async fn the_length_of_what_is_compressed_is_blurred() {
    let mut client = client().await;
    let mut lengths = std::collections::BTreeSet::new();

    for _ in 0..20 {
        lengths.insert(get_with(&mut client, "/long/", &[("accept-encoding", "gzip")]).await.bytes().len());
    }

    // That twenty of a hundred lengths are one happens once in 10^38 times.
    assert!(lengths.len() > 1);
}

#[tokio::test]
async fn a_stream_is_compressed_as_it_comes() {
    let mut client = client().await;

    let answer = get_with(&mut client, "/stream/", &[("accept-encoding", "gzip")]).await;

    assert_eq!((answer.header("content-encoding"), answer.header("content-length")), (Some("gzip"), None));
    assert_eq!(unzipped(answer.bytes()).unwrap(), b"chunk ");
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again() {
    let mut client = client().await;
    let tag = client.get("/page/").await.header("etag").unwrap().to_owned();
    client.headers_mut().insert("if-none-match", HeaderValue::try_from(format!("\"x\", W/{tag}")).unwrap());

    let known = client.get("/page/").await;
    let head = client.request(Method::HEAD, "/page/", None, "").await;
    let changed = client.request(Method::POST, "/page/", None, "").await;

    assert_eq!((known.status(), known.text().as_str(), known.header("etag")), (304, "", Some(&*tag)));
    assert_eq!((known.header("content-type"), known.header("content-length")), (None, None));
    assert_eq!(known.header("x-content-type-options"), Some("nosniff"));
    assert_eq!((head.status(), changed.status()), (200, 200));
}

#[tokio::test]
async fn a_compressed_page_is_known_by_its_weak_tag() {
    let mut client = client().await;
    let gzip = ("accept-encoding", "gzip");

    let first = get_with(&mut client, "/tagged/", &[gzip]).await;
    let again = get_with(&mut client, "/tagged/", &[gzip, ("if-none-match", "W/\"mine\"")]).await;

    assert_eq!(first.header("etag"), Some("W/\"mine\""));
    assert_eq!((again.status(), again.header("etag")), (304, Some("W/\"mine\"")));
}

#[tokio::test]
async fn an_answer_that_is_known_still_saves_the_session() {
    let mut client = client().await;
    let tag = client.get("/visit/").await.header("etag").unwrap().to_owned();
    client.clear_cookies();
    client.headers_mut().insert("if-none-match", HeaderValue::try_from(tag).unwrap());

    let known = client.get("/visit/").await;

    assert_eq!((known.status(), known.header("vary")), (304, Some("Cookie")));
    assert!(known.set_cookie("sessionid").is_some());
}

fn policies(answer: &TestResponse) -> (Option<&str>, Option<&str>) {
    (answer.header("content-security-policy"), answer.header("content-security-policy-report-only"))
}

async fn client_with_policies() -> Client {
    client_with(|settings| {
        settings.secure_csp = Policy::parse("default-src 'self'; script-src 'nonce'");
        settings.secure_csp_report_only = Policy::parse("img-src 'none'");
    })
    .await
}

#[tokio::test]
async fn a_policy_names_the_nonce_of_a_page_that_asked_for_one() {
    let mut client = client_with_policies().await;

    let without = client.get("/page/").await;
    assert_eq!(policies(&without), (Some("default-src 'self'"), Some("img-src 'none'")));

    for path in ["/nonce/", "/template/"] {
        let answer = client.get(path).await;
        let nonce = answer.text().trim().to_owned();
        let policy = format!("default-src 'self'; script-src 'nonce-{nonce}'");
        assert_eq!((nonce.len(), policies(&answer).0), (22, Some(&*policy)), "{path}");
        assert_ne!(client.get(path).await.text().trim(), nonce, "{path}");
    }
}

#[tokio::test]
async fn an_answer_may_bring_its_own_policy() {
    let mut client = client_with_policies().await;

    assert_eq!(policies(&client.get("/own-policy/").await), (Some("img-src 'self'"), None));
}

#[tokio::test]
async fn without_policies_none_is_sent() {
    let mut client = client().await;

    assert_eq!(policies(&client.get("/nonce/").await), (None, None));
}

#[tokio::test]
async fn a_setting_that_cannot_be_sent_stops_the_start() {
    let site = App::build().settings(|settings| settings.secure_referrer_policy = "origin\r\nX: y".into());

    let error = Client::new(site).await.unwrap_err();

    assert!(error.to_string().contains("`secure_referrer_policy`"), "{error}");
}

#[tokio::test]
async fn text_of_a_header_is_latin_1() {
    let response = Response::html("").with_header("X-Said", "café");

    let headers: &HeaderMap = response.headers();

    assert_eq!(headers["x-said"].as_bytes(), b"caf\xe9");
}

#[test]
fn the_wire_has_one_length_and_a_304_has_none() {
    let site = RunningSite::start(
        App::build().settings(|settings| settings.database_url = "sqlite::memory:".into()),
    );

    let page = site.get("/page/", "");
    let known = site.get("/page/", "If-None-Match: *\r\n");
    let zipped = site.get("/stream/", "Accept-Encoding: gzip\r\n");

    assert_eq!(page.matches("content-length: 4").count(), 1, "{page}");
    assert!(known.starts_with("HTTP/1.1 304") && !known.contains("content-length"), "{known}");
    assert!(
        zipped.contains("transfer-encoding: chunked") && zipped.contains("content-encoding: gzip"),
        "{zipped}"
    );
}
