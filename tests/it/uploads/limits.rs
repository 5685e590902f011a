//! What is refused, with which status, and what is not.

use vestibule::http::Method;
use vestibule::testing::{Client, TestResponse};

use super::{App, MULTIPART, client, field, file, form};

async fn send(client: &mut Client, body: String) -> TestResponse {
    client.request(Method::POST, "/echo/", Some(MULTIPART), body).await
}

#[tokio::test]
async fn a_form_has_fields_and_files_of_a_number() {
    let mut client = client().await;
    for (part, limit) in [(field("a", ""), 1000), (file("f", "a", ""), 100), (file("f", "", ""), 100)] {
        let many = |count| form(&vec![part.clone(); count]);

        assert_eq!(send(&mut client, many(limit)).await.status(), 200, "{part}");
        let refused = send(&mut client, many(limit + 1)).await;
        assert_eq!(refused.status(), 400, "{part}");
        assert!(refused.errors()[0].contains(&format!("more than {limit} ")), "{:?}", refused.errors());
    }
}

#[tokio::test]
async fn the_fields_of_a_form_are_not_larger_than_memory() {
    let mut client = client().await;
    let large = |size| form(&[field("a", &"x".repeat(size)), file("f", "a", &"y".repeat(4_000_000))]);

    // The name and two more count, as `a=…&` would.
    assert_eq!(send(&mut client, large(2_621_440 - 3)).await.status(), 200);
    assert_eq!(send(&mut client, large(2_621_440 - 2)).await.status(), 400);
    assert_eq!(send(&mut client, large(3 << 20)).await.status(), 400);
    let names = form(&vec![field(&"n".repeat(16_000), ""); 200]);
    assert_eq!(send(&mut client, names).await.status(), 400);
}

#[tokio::test]
async fn a_form_is_not_larger_than_the_setting_says() {
    let limit = |settings: &mut vestibule::Settings| settings.file_upload_max_size = 1000;
    let mut client = Client::new(App::build().settings(limit)).await.unwrap();
    let of_size = |size: usize| {
        let rest = form(&[file("f", "a", "")]).len();
        form(&[file("f", "a", &"x".repeat(size - rest))])
    };

    assert_eq!(send(&mut client, of_size(1000)).await.status(), 200);
    let refused = send(&mut client, of_size(1001)).await;
    assert_eq!(refused.status(), 413);
    assert!(refused.errors()[0].contains("larger than 1000 bytes"), "{:?}", refused.errors());
}

#[tokio::test]
async fn a_boundary_is_one() {
    let mut client = client().await;
    for (boundary, status) in [
        (String::new(), 400),
        ("\"\"".to_owned(), 400),
        ("x".repeat(70), 200),
        ("x".repeat(71), 400),
        ("\"a b\"".to_owned(), 200),
        ("\"a \"".to_owned(), 400),
    ] {
        let kind = format!("multipart/form-data; boundary={boundary}");
        let body = format!("--{}--\r\n", boundary.trim_matches('"'));
        let answer = client.request(Method::POST, "/echo/", Some(&kind), body).await;
        assert_eq!(answer.status(), status, "{boundary:?}");
    }
    let none = client.request(Method::POST, "/echo/", Some("multipart/form-data"), "--xx--").await;
    assert_eq!(none.status(), 400);
}

#[tokio::test]
async fn what_is_malformed_is_refused_with_a_reason() {
    let mut client = client().await;
    let base64 = "--xx\r\nContent-Disposition: form-data; name=a; filename=b\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    for (body, reason) in [
        (field("a", "b"), "without its last boundary"),
        (format!("{}--xx", field("a", "b")), "without its last boundary"),
        ("hello".into(), "without its last boundary"),
        ("x".repeat(20_000), "does not begin with its boundary"),
        (format!("--xx\r\n{}\r\n\r\n--xx--", "a: b\r\n".repeat(3000)), "bytes of headers"),
        ("--xx\r\nhello\r\n\r\n--xx--".into(), "a header that is none"),
        ("--xxx\r\n\r\n\r\n--xx--".into(), "does not end its line"),
        (format!("{base64}a*b=\r\n--xx--"), "base64"),
        (format!("{base64}abcde\r\n--xx--"), "base64"),
    ] {
        let answer = send(&mut client, body).await;
        assert_eq!(answer.status(), 400, "{reason}");
        assert!(answer.errors()[0].contains(reason), "{reason}: {:?}", answer.errors());
    }
}

#[tokio::test]
async fn what_is_unusual_is_read() {
    let mut client = client().await;
    let base64 = "--xx\r\nContent-Disposition: form-data; name=a; filename=b\r\nContent-Transfer-Encoding: base64\r\n\
                  \r\naGVs\r\nbG8=\r\n--xx--";
    for (body, echo) in [
        (String::new(), ""),
        (base64.to_owned(), "a:b::5:memory"),
        // Parts that no field is called by, with and without a head.
        ("--xx\r\n\r\nabc\r\n--xx\r\nContent-Type: text/plain\r\n\r\n\r\n--xx--".to_owned(), ""),
        (format!("preamble\r\n{}epilogue", form(&[field("é", "é\r\n")])), "é=é\r\n"),
        (form(&[file("f", "C:\\\\a\\\\..&#47;b\u{202e}.txt", "x")]), "f:b.txt:text/plain:1:memory"),
        (form(&[file("f", "..", "x"), file("f", "a/", "x")]), ""),
        (form(&[field("a", "1"), field("a", "2"), file("a", "b", "")]), "a=1 a=2 a:b:text/plain:0:memory"),
    ] {
        assert_eq!(send(&mut client, body).await.text(), echo);
    }
}

#[tokio::test]
async fn files_of_a_request_share_its_memory() {
    let memory = |settings: &mut vestibule::Settings| settings.file_upload_max_memory_size = 10;
    let mut client = Client::new(App::build().settings(memory)).await.unwrap();

    let body = form(&["12345678", "123", "12", "1"].map(|content| file("f", "a", content)));
    let places =
        "f:a:text/plain:8:memory f:a:text/plain:3:disk f:a:text/plain:2:memory f:a:text/plain:1:disk";

    assert_eq!(send(&mut client, body).await.text(), places);
}

#[tokio::test]
async fn a_view_that_wants_no_form_reads_none() {
    let mut client = client().await;

    let answer = client.request(Method::POST, "/nothing/", Some(MULTIPART), "no form at all").await;

    assert_eq!(answer.text(), "nothing");
}
