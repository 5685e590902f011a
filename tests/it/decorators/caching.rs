//! `never_cache`, `cache_control(…)` and `vary_on(…)`, as Django's decorators do it.

use super::*;

vestibule::app! { middleware: [SecurityMiddleware, SessionMiddleware, CommonMiddleware] }

#[view(GET, "/never/", never_cache, app = crate::decorators::caching::App)]
async fn never() -> &'static str {
    "never"
}

#[view(
    GET, "/kept/", cache_control(public, max_age = 60 * 5, immutable), vary_on("Accept-Language", "Cookie"),
    app = crate::decorators::caching::App
)]
async fn kept(request: &Request) -> Result {
    let response = match request.query().get("fail") {
        Some(_) => return Err(Error::not_found("no such page")),
        None => Response::text("kept"),
    };
    Ok(match request.query().get("own") {
        Some(own) => response.with_header("Cache-Control", own).with_header("Vary", "cookie, Origin"),
        None => response,
    })
}

#[view(GET, "/fields/", cache_control(no_cache = "Set-Cookie", stale_while_revalidate = 30), app = crate::decorators::caching::App)]
async fn fields() -> &'static str {
    "fields"
}

async fn client() -> Client {
    Client::new(App::build().clock(Clock::fixed(NOW))).await.unwrap()
}

#[tokio::test]
async fn no_cache_keeps_what_is_never_cached() {
    let answer = client().await.get("/never/").await;

    let all = "max-age=0, no-cache, no-store, must-revalidate, private";
    assert_eq!(answer.header("cache-control"), Some(all));
    assert_eq!(answer.header("expires"), Some("Fri, 02 Jan 2026 03:04:05 GMT"));
}

#[tokio::test]
async fn caches_are_told_what_the_view_says() {
    let mut client = client().await;

    let answer = client.get("/kept/").await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300, immutable"));
    assert_eq!(answer.header("vary"), Some("Accept-Language, Cookie"));
    let answer = client.get("/fields/").await;
    assert_eq!(answer.header("cache-control"), Some("no-cache=\"Set-Cookie\", stale-while-revalidate=30"));
}

/// Django, `utils/cache.py`, `patch_cache_control` and `patch_vary_headers`.
#[tokio::test]
async fn what_the_view_sets_itself_is_patched() {
    let mut client = client().await;

    for (own, both) in [
        ("max-age=10", "max-age=10, public, immutable"),
        ("max-age=900", "max-age=300, public, immutable"),
        ("private", "public, max-age=300, immutable"),
        ("no-transform", "no-transform, public, max-age=300, immutable"),
    ] {
        let answer = client.get(&format!("/kept/?own={own}")).await;
        assert_eq!(answer.header("cache-control"), Some(both), "{own}");
        assert_eq!(answer.header("vary"), Some("cookie, Origin, Accept-Language"));
    }
}

/// The page of an error is another's.
#[tokio::test]
async fn an_error_is_not_kept() {
    let answer = client().await.get("/kept/?fail=1").await;

    assert_eq!((answer.status(), answer.header("cache-control")), (404, None));
}
