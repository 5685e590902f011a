//! `etag = …` and `last_modified = …`: what the client has already is not made again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

vestibule::app! { middleware: [SecurityMiddleware, GZipMiddleware, CommonMiddleware] }

/// How often the view was called.
#[derive(Clone, Debug, Default)]
struct Calls(Arc<AtomicUsize>);

const PAGE: &str = "/articles/7/tea/";
const DATE: &str = "Thu, 01 Jan 2026 00:00:00 GMT";

#[view(
    GET, PUT, "/articles/{id}/{slug}/", csrf_exempt, etag = tag, last_modified = date, cache_control(max_age = 60),
    vary_on("Accept-Language"), app = crate::decorators::conditions::App
)]
async fn article(State(calls): State<Calls>, id: u32, slug: String) -> String {
    calls.0.fetch_add(1, Ordering::SeqCst);
    format!("{id} {slug} ").repeat(100)
}

async fn tag(request: &Request, id: u32, slug: String) -> Result<Option<String>> {
    match request.query().get("tag") {
        Some("fail") => Err(Error::internal("the table of tags is gone")),
        Some("panic") => panic!("no tag"),
        Some("none") => Ok(None),
        Some("bad") => Ok(Some("a b".to_owned())),
        _ => Ok(Some(format!("{id}-{slug}"))),
    }
}

fn date(request: &Request) -> Option<Timestamp> {
    (request.query().get("date") != Some("none")).then_some(datetime!(2026-01-01 00:00:00.9 UTC))
}

#[view(GET, "/own/", etag = weak, app = crate::decorators::conditions::App)]
async fn own() -> Response {
    Response::text("own").with_header("ETag", "\"own\"")
}

fn weak(_: &Request) -> Option<String> {
    Some("W/\"v1\"".to_owned())
}

async fn client() -> (Client, Calls) {
    let calls = Calls::default();
    (Client::new(App::build().state(calls.clone())).await.unwrap(), calls)
}

#[tokio::test]
async fn the_answer_has_what_the_functions_say() {
    let (mut client, _) = client().await;

    let answer = client.get(PAGE).await;

    assert_eq!((answer.header("etag"), answer.header("last-modified")), (Some("\"7-tea\""), Some(DATE)));
    let own = client.get("/own/").await;
    assert_eq!(own.header("etag"), Some("\"own\""), "what the view sets itself stays");
    let neither = client.get(&format!("{PAGE}?tag=none&date=none")).await;
    assert_eq!((neither.header("etag"), neither.header("last-modified")), (None, None));
}

#[tokio::test]
async fn what_the_client_has_is_not_made_again() {
    let (mut client, calls) = client().await;

    for (name, value) in
        [("if-none-match", "\"7-tea\""), ("if-none-match", "W/\"7-tea\""), ("if-modified-since", DATE)]
    {
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(&mut client, method, PAGE, &[(name, value)]).await;
            assert_eq!((answer.status(), &*answer.text()), (304, ""), "{name}");
            assert_eq!(answer.header("etag"), Some("\"7-tea\""));
            assert_eq!(answer.header("cache-control"), Some("max-age=60"));
            assert!(answer.header("vary").unwrap().starts_with("Accept-Language"));
        }
    }
    assert_eq!(calls.0.load(Ordering::SeqCst), 0);

    for (name, value) in
        [("if-none-match", "\"6-tea\""), ("if-modified-since", "Wed, 31 Dec 2025 23:59:59 GMT")]
    {
        assert_eq!(get(&mut client, PAGE, &[(name, value)]).await.status(), 200, "{name}");
    }
    assert_eq!(get(&mut client, "/own/", &[("if-none-match", "\"v1\"")]).await.status(), 304);
}

/// Who changes what he has seen changes nothing that was changed since.
#[tokio::test]
async fn a_change_of_what_is_no_longer_there_is_412() {
    let (mut client, calls) = client().await;

    for (name, value, status) in [
        ("if-match", "\"6-tea\"", 412),
        ("if-match", "\"7-tea\"", 200),
        ("if-none-match", "*", 412),
        ("if-unmodified-since", "Wed, 31 Dec 2025 23:59:59 GMT", 412),
    ] {
        let answer = ask(&mut client, Method::PUT, PAGE, &[(name, value)]).await;
        assert_eq!(answer.status(), status, "{name}: {value}");
        assert_eq!(answer.header("etag"), None, "a tag of what was there before would be a wrong one");
    }
    assert_eq!(calls.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_304_is_that_of_its_compressed_200() {
    let (mut client, _) = client().await;
    let gzip = ("accept-encoding", "gzip");

    let answer = client.request(Method::GET, PAGE, None, "").await;
    assert_eq!(answer.header("etag"), Some("\"7-tea\""));
    let answer = ask(&mut client, Method::HEAD, PAGE, &[gzip]).await;
    let known = answer.header("etag").unwrap().to_owned();
    assert_eq!(known, "W/\"7-tea\"");

    let again = get(&mut client, PAGE, &[gzip, ("if-none-match", &known)]).await;
    assert_eq!((again.status(), again.header("etag")), (304, Some(known.as_str())));
    assert_eq!(again.header("vary"), answer.header("vary"));
}

#[tokio::test]
async fn a_function_that_fails_is_the_views_error() {
    let (mut client, calls) = client().await;

    for (how, why) in
        [("fail", "the table of tags is gone"), ("panic", "no tag"), ("bad", "gave what is no tag")]
    {
        let answer = client.get(&format!("{PAGE}?tag={how}")).await;
        assert_eq!(answer.status(), 500, "{how}");
        assert!(answer.errors()[0].contains(why), "{:?}", answer.errors());
    }
    assert_eq!(calls.0.load(Ordering::SeqCst), 0);
}
