//! The token in a form, and what the view gets of the body behind the check.

use tower_service::Service as _;
use vestibule::bytes::Bytes;
use vestibule::csrf::Secret;
use vestibule::http::header::{CONTENT_TYPE, COOKIE};
use vestibule::http::{self, HeaderValue, Method};
use vestibule::testing::Client;
use vestibule_tests::RunningSite;

use super::{FORM, MULTIPART, X_CSRFTOKEN, client, post_with, site, token_for};
use crate::pieces::Pieces;

#[tokio::test]
async fn the_view_gets_every_byte() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let urlencoded = format!("a=%20+b&csrfmiddlewaretoken={token}&&c");
    let multipart = multipart(&token, "x\r\n--x", "");

    for (path, kind, body) in [
        ("/json/", "application/json", "{\"csrfmiddlewaretoken\":[1,\"é\"]}"),
        ("/bytes/", "application/json", "csrfmiddlewaretoken=x"),
        ("/bytes/", FORM, &urlencoded),
        ("/bytes/", MULTIPART, &multipart),
        ("/bytes/", "text/plain", "csrfmiddlewaretoken=x"),
        ("/bytes/", "text/plain", ""),
    ] {
        assert_eq!(post_with(&mut client, path, kind, &token, body).await.text(), body, "{kind}");
    }
    for (kind, body) in [(FORM, &urlencoded), (MULTIPART, &multipart)] {
        assert_eq!(client.request(Method::POST, "/bytes/", Some(kind), body.clone()).await.text(), **body);
    }
}

#[tokio::test]
async fn json_is_never_read_as_a_form() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let body = format!("csrfmiddlewaretoken={token}");
    for kind in ["application/json", "text/plain", "application/x-www-form-urlencoded-not"] {
        let answer = client.request(Method::POST, "/bytes/", Some(kind), body.clone()).await;
        assert_eq!(answer.status(), 403, "{kind}");
    }
}

#[tokio::test]
async fn a_form_of_another_method_has_no_field() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let body = format!("csrfmiddlewaretoken={token}");
    assert_eq!(client.request(Method::PUT, "/bytes/", Some(FORM), body).await.status(), 403);
}

#[tokio::test]
async fn too_large_a_form_is_told_so() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let many = format!("{}csrfmiddlewaretoken={token}", "a&".repeat(1000));
    let long = format!("a={}&csrfmiddlewaretoken={token}", "x".repeat(2_621_440));
    for body in [many, long] {
        assert_eq!(client.request(Method::POST, "/bytes/", Some(FORM), body).await.status(), 400);
    }
}

#[tokio::test]
async fn a_form_in_another_charset_is_told_so() {
    let mut client = client().await;
    let token = token_for(&mut client).await;

    let kind = format!("{FORM}; charset=latin-1");
    assert_eq!(post_with(&mut client, "/form/", &kind, &token, "a=1").await.status(), 400);
}

#[tokio::test]
async fn an_upload_is_read_up_to_its_token_and_no_further() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    // Larger than what is held in memory.
    let large = "0123456789".repeat(400_000);
    let (first, last) = (multipart(&token, "small", &large), multipart(&token, &large, "small"));
    let other = multipart(Secret::new().unwrap().expose(), "small", &large);

    // What has been read by then comes as one.
    assert_eq!(upload(&client, &first).await, (200, format!("{} from {PIECE} --xx--\r\n", first.len())));
    assert_eq!(upload(&client, &other).await.0, 403);
    assert_eq!(upload(&client, "--xx\r\n\r\n\r\n--xx--\r\n").await.0, 403);
    assert_eq!(upload(&client, "--xx\r\n\r\n\r\n").await.0, 400);
    // Behind what may be held it is found by reading the form, and then there are no bytes any more.
    assert_eq!(upload(&client, &last).await.0, 500);
    for kind in ["multipart/form-data", "multipart/form-data; boundary="] {
        assert_eq!(post_with(&mut client, "/bytes/", kind, &token, &first).await.status(), 400, "{kind}");
    }

    // The header is found without reading.
    client.headers_mut().insert(X_CSRFTOKEN, token.parse().unwrap());
    assert_eq!(upload(&client, &last).await.0, 200);
}

/// Bytes of a piece of an upload: they cut it anywhere.
const PIECE: usize = 60_001;

/// Sends it in pieces, the last of them its last line.
async fn upload(client: &Client, form: &str) -> (u16, String) {
    let (most, last) = form.split_at(form.len() - 8);
    let pieces = most.as_bytes().chunks(PIECE).chain([last.as_bytes()]).map(Bytes::copy_from_slice);
    let mut request = http::Request::post("/stream/").body(Pieces::from_iter(pieces)).unwrap();
    *request.headers_mut() = client.headers().clone();
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MULTIPART));
    let cookie = format!("csrftoken={}", client.cookie("csrftoken").unwrap());
    request.headers_mut().insert(COOKIE, cookie.parse().unwrap());

    let response = client.service().clone().call(request).await.unwrap();

    let text = response.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (response.status().as_u16(), text.unwrap_or_default())
}

fn multipart(token: &str, before: &str, after: &str) -> String {
    let file = |name: &str, text: &str| {
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a\"\r\n\r\n{text}\r\n")
    };
    let field =
        format!("--xx\r\nContent-Disposition: form-data; name=\"csrfmiddlewaretoken\"\r\n\r\n{token}\r\n");
    format!("{}{field}{}--xx--\r\n", file("before", before), file("after", after))
}

#[test]
fn the_body_of_a_refused_request_is_never_the_next_request() {
    let site = RunningSite::start(site().settings(|settings| settings.allowed_hosts = vec!["a".into()]));
    let hidden = "GET /cookie/ HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100);

    let answers = site.exchange(format!(
        "POST /json/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n\
         {hidden}GET /token/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        hidden.len()
    ));

    assert_eq!(answers.matches("HTTP/1.1 ").count(), 2, "{answers}");
    assert!(answers.starts_with("HTTP/1.1 403 ") && answers.contains("HTTP/1.1 200 "), "{answers}");
}

#[tokio::test]
async fn a_form_with_files_is_read_as_one_without() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let wrong = Secret::new().unwrap();

    // An empty or stale header does not hide the field, and a right one does not mend a wrong field.
    for (header, field, status) in [
        ("", &*token, 200),
        (wrong.expose(), &*token, 200),
        (&*token, wrong.expose(), 403),
        (&*token, "", 200),
    ] {
        client.headers_mut().insert(X_CSRFTOKEN, header.parse().unwrap());
        assert_eq!(upload(&client, &multipart(field, "a", "b")).await.0, status, "{header} {field}");
    }

    client.headers_mut().remove(X_CSRFTOKEN);
    let many = "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n".repeat(1001);
    assert_eq!(upload(&client, &format!("{many}{}", multipart(&token, "a", "b"))).await.0, 400);
}
