//! Which view answers, and what happens where none does.

use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [] }

#[view(GET, "/", app = crate::routing::App)]
async fn index() -> &'static str {
    "index"
}

#[view(GET, "/articles/{year}/{slug}/", app = crate::routing::App)]
async fn article(year: u16, slug: String) -> String {
    format!("{year} {slug}")
}

#[view(GET, "/articles/{year}/news/", app = crate::routing::App)]
async fn news(year: u16) -> String {
    format!("news of {year}")
}

#[view(POST, PUT, "/articles/{id}/{slug}/", app = crate::routing::App)]
async fn change(request: &Request, slug: String, id: u64) -> String {
    format!("{} {slug} {id}", request.method())
}

#[view(GET, "/files/{*path}", app = crate::routing::App)]
async fn file(path: String) -> String {
    path
}

#[view(GET, "/people/{id}/", app = crate::routing::App)]
async fn person(id: u32) -> String {
    format!("person {id}")
}

#[view(GET, "/people/{*name}", app = crate::routing::App)]
async fn people(name: String) -> String {
    format!("people {name}")
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

async fn method(client: &mut Client, method: Method, path: &str) -> vestibule::testing::TestResponse {
    client.request(method, path, None, "").await
}

#[tokio::test]
async fn text_wins_over_parameters() {
    let mut client = client().await;

    assert_eq!(client.get("/articles/2026/news/").await.text(), "news of 2026");
    assert_eq!(client.get("/articles/2026/old/").await.text(), "2026 old");
    assert_eq!(client.get("/files/a/b%20c/d").await.text(), "a/b c/d");
}

#[tokio::test]
async fn a_part_of_another_kind_is_not_found() {
    let mut client = client().await;

    for path in [
        "/articles/x/old/",
        "/articles/65536/old/",
        "/articles/+1/old/",
        "/articles/2026/old",
        "/files/",
        "/x",
    ] {
        assert_eq!(client.get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_view_that_cannot_read_its_part_leaves_it_to_the_next() {
    let mut client = client().await;

    assert_eq!(client.get("/people/7/").await.text(), "person 7");
    assert_eq!(client.get("/people/ada/").await.text(), "people ada/");
    assert_eq!(client.get("/people/99999999999/").await.text(), "people 99999999999/");
}

#[tokio::test]
async fn one_path_may_have_a_view_for_each_method() {
    let mut client = client().await;

    assert_eq!(method(&mut client, Method::PUT, "/articles/7/x/").await.text(), "PUT x 7");
    assert_eq!(method(&mut client, Method::POST, "/articles/7/x/").await.text(), "POST x 7");
}

#[tokio::test]
async fn other_methods_are_told_which_are_allowed() {
    let mut client = client().await;

    let refused = method(&mut client, Method::DELETE, "/articles/7/x/").await;
    let unknown = method(&mut client, Method::from_bytes(b"BREW").unwrap(), "/").await;
    let options = method(&mut client, Method::OPTIONS, "/").await;

    assert_eq!((refused.status(), refused.header("allow")), (405, Some("GET, POST, PUT, HEAD, OPTIONS")));
    assert_eq!((unknown.status(), unknown.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
    assert_eq!(
        (options.status(), options.header("allow"), options.text()),
        (200, Some("GET, HEAD, OPTIONS"), String::new())
    );
}

#[tokio::test]
async fn head_is_answered_by_get() {
    let mut client = client().await;

    assert_eq!(method(&mut client, Method::HEAD, "/").await.status(), 200);
}

#[tokio::test]
async fn links_are_functions() {
    assert_eq!(article::url(2026, "a/b é"), "/articles/2026/a%2Fb%20%C3%A9/");
    assert_eq!(index::url(), "/");
    assert_eq!(file::url("a/b c"), "/files/a/b%20c");

    let mut client = client().await;
    assert_eq!(client.get(&article::url(2026, "é ?#")).await.text(), "2026 é ?#");
    // A browser goes up at dots, however they are written.
    assert_eq!(client.get(&article::url(2026, "..")).await.text(), "2026 %2E%2E");
    assert_eq!(file::url("a/../../b/."), "/files/a/%252E%252E/%252E%252E/b/%252E");
}
