//! What a client has already is not sent, and what it no longer has is not sent in its place.

use vestibule::http::Method;

use super::{CHANGED_IN_HEADERS, Folder, ask, client, get};

const EARLIER: &str = "Tue, 04 Mar 2025 05:06:06 GMT";

#[tokio::test]
async fn what_the_client_has_is_304_and_what_it_lacks_412() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789");
    let mut client = client(&folder).await;
    let tag = client.get("/file/a.txt").await.header("etag").unwrap().to_owned();

    for (name, value, status) in [
        ("if-none-match", tag.as_str(), 304),
        ("if-none-match", &format!("W/{tag}"), 304),
        ("if-none-match", "*", 304),
        ("if-none-match", "\"x\"", 200),
        ("if-modified-since", CHANGED_IN_HEADERS, 304),
        ("if-modified-since", EARLIER, 200),
        ("if-match", &tag, 200),
        ("if-match", "\"x\"", 412),
        ("if-unmodified-since", EARLIER, 412),
        ("if-unmodified-since", CHANGED_IN_HEADERS, 200),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = ask(&mut client, method, "/file/a.txt", &[(name, value)]).await;
            assert_eq!(answer.status(), status, "{name}: {value}");
            let is_there = answer.header("etag") == Some(tag.as_str());
            assert_eq!(is_there, status != 412, "{name}: {value}");
        }
    }
}

#[tokio::test]
async fn a_304_is_that_of_its_200() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789".repeat(100));
    let mut client = client(&folder).await;
    let whole = client.get("/file/a.txt").await;
    let tag = whole.header("etag").unwrap();

    let answer =
        get(&mut client, "/file/a.txt", &[("if-none-match", tag), ("accept-encoding", "gzip")]).await;

    assert_eq!((answer.status(), answer.text().len()), (304, 0));
    for name in ["etag", "last-modified", "vary"] {
        assert_eq!(answer.header(name), whole.header(name), "{name}");
    }
    for name in ["content-type", "content-length", "content-disposition", "accept-ranges"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
}

#[tokio::test]
async fn only_a_200_to_get_has_conditions() {
    let folder = Folder::new();
    folder.write("a.txt", "0123456789");
    let mut client = client(&folder).await;

    let headers = [("if-none-match", "*"), ("range", "bytes=0-1")];
    let posted = ask(&mut client, Method::POST, "/file/a.txt", &headers).await;
    let missing = get(&mut client, "/missing/a.txt", &headers).await;

    assert_eq!((posted.status(), posted.text().len()), (200, 10));
    assert_eq!((missing.status(), missing.text().len()), (404, 10));
}

/// Within a tick of the clock it may change again, and be as long as before.
#[tokio::test]
async fn what_has_just_changed_has_a_weak_tag() {
    let folder = Folder::new();
    std::fs::write(folder.path("new.txt"), "0123456789").unwrap();
    let mut client = client(&folder).await;

    let answer = client.get("/file/new.txt").await;
    let tag = answer.header("etag").unwrap().to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");

    assert_eq!(get(&mut client, "/file/new.txt", &[("if-none-match", &tag)]).await.status(), 304);
    let date = answer.header("last-modified").unwrap();
    for still in [tag.as_str(), date] {
        let answer = get(&mut client, "/file/new.txt", &[("range", "bytes=0-1"), ("if-range", still)]).await;
        assert_eq!(answer.status(), 200, "{still}");
    }
}

#[tokio::test]
async fn a_file_of_the_future_was_changed_now() {
    let folder = Folder::new();
    folder.write("a.txt", "0");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(1_000_000);
    let file = std::fs::File::options().write(true).open(folder.path("a.txt")).unwrap();
    file.set_modified(later).unwrap();
    let mut client = client(&folder).await;

    let answer = client.get("/file/a.txt").await;

    let now = std::time::SystemTime::now();
    let parse = |text: &str| vestibule::http_date::parse(text, now.into()).unwrap();
    assert!(parse(answer.header("last-modified").unwrap()) <= vestibule::Timestamp::from(now));
}
