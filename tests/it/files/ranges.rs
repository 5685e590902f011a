//! Parts of files (RFC 9110 section 14).

use vestibule::testing::TestResponse;

use super::{CHANGED_IN_HEADERS, Folder, client, get};

/// A thousand bytes, of which no ten in a row are the same as others.
fn numbers() -> String {
    (0..250).map(|number| format!("{number:03};")).collect()
}

/// The parts of a `multipart/byteranges`, as their receiver would read them.
fn parts(answer: &TestResponse) -> Vec<(String, String)> {
    let kind = answer.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").unwrap();
    let text = answer.text();
    let text = text.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let text = text.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let between = format!("\r\n--{boundary}\r\n");
    text.split(&between)
        .map(|part| part.split_once("\r\n\r\n").map(|(head, body)| (head.into(), body.into())).unwrap())
        .collect()
}

#[tokio::test]
async fn one_range_is_a_part_by_itself() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    let mut client = client(&folder).await;

    for path in ["/file/a.txt", "/open/a.txt"] {
        for (range, from, to) in [
            ("bytes=0-499", 0, 499),
            ("bytes=990-", 990, 999),
            ("bytes=-10", 990, 999),
            ("bytes=0-", 0, 999),
            ("bytes=500-99999999999999999999", 500, 999),
            ("bytes=10-20,15-30,5000-", 10, 30),
        ] {
            let answer = get(&mut client, path, &[("range", range)]).await;
            assert_eq!((answer.status(), &*answer.text()), (206, &numbers()[from..=to]), "{range}");
            assert_eq!(answer.header("content-range"), Some(format!("bytes {from}-{to}/1000").as_str()));
            assert_eq!(answer.header("content-length"), Some((to - from + 1).to_string().as_str()));
            assert_eq!(answer.header("last-modified"), Some(CHANGED_IN_HEADERS));
            assert!(answer.header("etag").is_some() && answer.header("content-disposition").is_some());
        }
    }
}

#[tokio::test]
async fn several_ranges_are_parts_of_one_answer() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    let mut client = client(&folder).await;

    for path in ["/file/a.txt", "/bytes/"] {
        let whole = client.get(path).await.text();
        let answer = get(&mut client, path, &[("range", "bytes=-3, 0-4, 500-509")]).await;

        assert_eq!((answer.status(), answer.header("content-range")), (206, None));
        assert_eq!(answer.header("content-length"), Some(answer.bytes().len().to_string().as_str()));
        let expected = [(997, 999), (0, 4), (500, 509)].map(|(from, to)| {
            let head =
                format!("Content-Type: text/plain; charset=utf-8\r\nContent-Range: bytes {from}-{to}/1000");
            (head, whole[from..=to].to_owned())
        });
        assert_eq!(parts(&answer), expected, "{path}");
    }
}

#[tokio::test]
async fn no_two_boundaries_are_the_same() {
    let folder = Folder::new();
    let mut client = client(&folder).await;

    let mut boundaries = Vec::new();
    for _ in 0..2 {
        let answer = get(&mut client, "/bytes/", &[("range", "bytes=0-0,-1")]).await;
        boundaries.push(answer.header("content-type").unwrap().to_owned());
    }
    assert_ne!(boundaries[0], boundaries[1]);
}

#[tokio::test]
async fn what_is_not_there_is_416_and_says_how_much_is() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    folder.write("empty.txt", "");
    let mut client = client(&folder).await;

    for range in ["bytes=1000-", "bytes=-0", "bytes=18446744073709551616-", "bytes=2000-3000,-0"] {
        let answer = get(&mut client, "/file/a.txt", &[("range", range)]).await;
        assert_eq!((answer.status(), answer.header("content-range")), (416, Some("bytes */1000")), "{range}");
        assert_eq!((answer.text().len(), answer.header("content-disposition")), (0, None));
    }
    for range in ["bytes=0-", "bytes=-5"] {
        assert_eq!(get(&mut client, "/file/empty.txt", &[("range", range)]).await.status(), 200, "{range}");
    }
}

#[tokio::test]
async fn what_is_no_range_is_all_of_it() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    let mut client = client(&folder).await;

    let thousand: Vec<String> = (0..1000).map(|at| format!("{at}-{at}")).collect();
    let thousand = format!("bytes={}", thousand.join(","));
    for range in ["bytes=5-1", "bytes=0 - 1", "lines=0-1", "bytes=", "bytes=a-", &thousand] {
        let answer = get(&mut client, "/file/a.txt", &[("range", range)]).await;
        assert_eq!((answer.status(), answer.text().len()), (200, 1000), "{range}");
        assert_eq!(answer.header("content-range"), None);
    }
}

#[tokio::test]
async fn a_part_is_sent_of_what_it_was_of() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    let mut client = client(&folder).await;
    let tag = client.get("/file/a.txt").await.header("etag").unwrap().to_owned();

    for (condition, status) in [
        (tag.as_str(), 206),
        (CHANGED_IN_HEADERS, 206),
        ("\"other\"", 200),
        (&format!("W/{tag}"), 200),
        ("Tue, 04 Mar 2025 05:06:08 GMT", 200),
        ("nonsense", 200),
    ] {
        let answer =
            get(&mut client, "/file/a.txt", &[("range", "bytes=0-1"), ("if-range", condition)]).await;
        assert_eq!(answer.status(), status, "{condition}");
    }
}

/// Preconditions come before ranges (RFC 9110 section 13.2.2).
#[tokio::test]
async fn a_condition_is_looked_at_before_the_range() {
    let folder = Folder::new();
    folder.write("a.txt", numbers());
    let mut client = client(&folder).await;

    for (name, value, status) in
        [("if-none-match", "*", 304), ("if-match", "\"x\"", 412), ("if-match", "*", 206)]
    {
        let answer = get(&mut client, "/file/a.txt", &[("range", "bytes=0-1"), (name, value)]).await;
        assert_eq!(answer.status(), status, "{name}");
    }
}
