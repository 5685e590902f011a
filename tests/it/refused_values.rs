//! A value that a path's parameter refuses: the search for a view goes on.

use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::RunningSite;

vestibule::app! { middleware: [CommonMiddleware] }

#[view(GET, "/posts/{id}", app = crate::refused_values::App)]
async fn post(id: u32) -> String {
    format!("post {id}")
}

#[view(GET, PUT, "/{user}/settings", app = crate::refused_values::App)]
async fn settings(request: &Request, user: String) -> String {
    format!("settings of {user} by {}", request.method())
}

#[view(GET, "/a/{year}/b/{month}/c", app = crate::refused_values::App)]
async fn deep(year: u16, month: u8) -> String {
    format!("deep {year} {month}")
}

#[view(GET, "/a/{year}/{word}/{month}/c", app = crate::refused_values::App)]
async fn deeper(year: u16, word: String, month: i8) -> String {
    format!("deeper {year} {word} {month}")
}

#[view(GET, "/{first}/{second}/b/{*rest}", app = crate::refused_values::App)]
async fn deepest(first: char, second: String, rest: String) -> String {
    format!("deepest {first} {second} {rest}")
}

#[view(GET, "/shared/{id}/", app = crate::refused_values::App)]
async fn read(id: u32) -> String {
    format!("read {id}")
}

#[view(POST, "/shared/{name}/", app = crate::refused_values::App)]
async fn write(name: String) -> String {
    format!("write {name}")
}

#[view(GET, "/files/{id}/", app = crate::refused_values::App)]
async fn file(id: u64) -> String {
    format!("file {id}")
}

#[view(GET, "/{folder}/{name}/", app = crate::refused_values::App)]
async fn folder(folder: bool, name: String) -> String {
    format!("folder {folder} {name}")
}

#[view(GET, "/{*page}", app = crate::refused_values::App)]
async fn page(page: Page) -> String {
    page.0
}

/// The address of a page: small letters and slashes.
struct Page(String);

impl FromPath for Page {
    type Url<'a> = &'a str;

    fn from_path(text: &str) -> Option<Self> {
        assert!(text != "broken", "a page's address is read");
        let is_page =
            text.starts_with("pages/") && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'/');
        is_page.then(|| Self(text.to_owned()))
    }
}

async fn client() -> Client {
    Client::new(App::build().settings(|settings| settings.debug = false)).await.unwrap()
}

async fn ask(client: &mut Client, method: Method, path: &str) -> TestResponse {
    client.request(method, path, None, "").await
}

#[tokio::test]
async fn the_next_route_that_reads_the_path_answers() {
    let mut client = client().await;

    for (path, answer) in [
        ("/posts/7", "post 7"),
        ("/posts/settings", "settings of posts by GET"),
        ("/ada/settings", "settings of ada by GET"),
        ("/a/2026/b/12/c", "deep 2026 12"),
        ("/a/2026/b/-3/c", "deeper 2026 b -3"),
        ("/a/2026/b/999/c", "deepest a 2026 999/c"),
        ("/a/x/b/12/c", "deepest a x 12/c"),
        ("/files/7/", "file 7"),
        ("/true/x/", "folder true x"),
        ("/pages/about/us", "pages/about/us"),
        ("/pages/about/", "pages/about/"),
        ("/p%C3%B6sts/settings", "settings of pösts by GET"),
    ] {
        let found = client.get(path).await;

        assert_eq!((found.status(), found.text().as_str()), (200, answer), "{path}");
    }
}

#[tokio::test]
async fn a_path_that_nobody_reads_is_not_found() {
    let mut client = client().await;

    for path in ["/posts/seven", "/posts/-7", "/files/seven/", "/a/2026/c/999/c", "/shared/7", "//settings"] {
        let found = client.get(path).await;

        assert!(matches!(found.status(), 301 | 404), "{path}: {}", found.status());
    }
    assert_eq!(client.get("/broken").await.status(), 500);
}

#[tokio::test]
async fn other_methods_follow_the_same_search() {
    let mut client = client().await;

    assert_eq!(ask(&mut client, Method::PUT, "/posts/settings").await.text(), "settings of posts by PUT");
    for (method, path, status, allow) in [
        (Method::HEAD, "/posts/settings", 200, None),
        (Method::OPTIONS, "/posts/settings", 200, Some("GET, PUT, HEAD, OPTIONS")),
        (Method::DELETE, "/posts/settings", 405, Some("GET, PUT, HEAD, OPTIONS")),
        (Method::OPTIONS, "/posts/7", 200, Some("GET, HEAD, OPTIONS")),
        // Not in the hands of a less exact route: the number is the post's.
        (Method::PUT, "/posts/7", 405, Some("GET, HEAD, OPTIONS")),
        (Method::OPTIONS, "/posts/seven", 404, None),
        (Method::DELETE, "/posts/seven", 404, None),
    ] {
        let answer = ask(&mut client, method.clone(), path).await;

        assert_eq!((answer.status(), answer.header("allow")), (status, allow), "{method} {path}");
    }
}

#[tokio::test]
async fn allow_names_only_the_views_that_read_the_path() {
    let mut client = client().await;

    for (path, allow) in [("/shared/7/", "GET, POST, HEAD, OPTIONS"), ("/shared/seven/", "POST, OPTIONS")] {
        for method in [Method::OPTIONS, Method::PATCH] {
            assert_eq!(ask(&mut client, method, path).await.header("allow"), Some(allow), "{path}");
        }
    }
    assert_eq!(ask(&mut client, Method::GET, "/shared/seven/").await.status(), 404);
    assert_eq!(ask(&mut client, Method::POST, "/shared/seven/").await.text(), "write seven");
}

#[tokio::test]
async fn a_slash_is_appended_only_to_a_path_that_is_then_read() {
    let mut client = client().await;

    for (path, location) in [
        ("/files/7", Some("/files/7/")),
        ("/true/x", Some("/true/x/")),
        ("/files/seven", None),
        ("/posts/seven", None),
        // It has a view without the slash.
        ("/pages/about", None),
    ] {
        assert_eq!(client.get(path).await.location(), location, "{path}");
    }
}

#[test]
fn developers_read_what_refused_the_path() {
    let site = RunningSite::start(App::build());

    let page = site.get("/posts/seven", "Accept: text/plain\r\n");

    assert!(page.contains("nearly: /posts/{id} `{id}` cannot be `seven`"), "{page}");
    let page = site.get("/posts/seven", "Accept: text/html\r\n");
    let places = ["/posts/{id}", "/{user}/settings", "/{folder}/{name}/", "/{*page}"]
        .map(|path| page.rfind(&path.replace('/', "&#x2f;")));
    assert!(places.is_sorted() && places[0].is_some(), "{places:?} {page}");
}
