//! Files in the types of forms.

use std::collections::HashMap;

use serde::Deserialize;
use vestibule::FormData;
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::testing::Upload;

use super::client;

#[derive(Deserialize)]
struct Article {
    title: String,
    is_public: bool,
    picture: UploadedFile,
    thumbnail: Option<UploadedFile>,
    attachments: Vec<UploadedFile>,
    more: Option<Vec<UploadedFile>>,
}

#[view(POST, "/article/", app = crate::uploads::App)]
async fn article(Form(article): Form<Article>) -> Result<String> {
    let names = |files: &[UploadedFile]| files.iter().map(|file| file.name().to_owned()).collect::<Vec<_>>();
    let text = article.picture.read().await?;
    Ok(format!(
        "{} {} {} {} {:?} {:?} {:?}",
        article.title,
        article.is_public,
        article.picture.name(),
        String::from_utf8_lossy(&text),
        article.thumbnail.map(|file| file.name().to_owned()),
        names(&article.attachments),
        article.more.map(|files| names(&files)),
    ))
}

/// What serde puts aside before it knows what is wanted.
#[derive(Deserialize)]
struct Outer {
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    others: HashMap<String, Vec<UploadedFile>>,
}

#[derive(Deserialize)]
struct Inner {
    count: u32,
    picture: UploadedFile,
    none: Option<UploadedFile>,
    attachments: Vec<UploadedFile>,
}

#[view(POST, "/outer/", app = crate::uploads::App)]
async fn outer(Form(outer): Form<Outer>) -> String {
    let inner = outer.inner;
    let others: usize = outer.others.values().map(Vec::len).sum();
    let (none, more) = (inner.none.is_some(), inner.attachments.len());
    format!("{} {} {none} {more} {others}", inner.count, inner.picture.name())
}

#[derive(Deserialize)]
struct Wrapped(UploadedFile);

#[derive(Deserialize)]
struct Wrapping {
    picture: Wrapped,
}

#[view(POST, "/wrapped/", app = crate::uploads::App)]
async fn wrapped(form: Form<Wrapping>) -> String {
    form.0.picture.0.name().to_owned()
}

#[view(POST, "/one/", app = crate::uploads::App)]
async fn one(file: Option<UploadedFile>) -> String {
    file.map_or("none".to_owned(), |file| format!("{} {:?}", file.name(), file.sniffed_type()))
}

#[view(POST, "/all/", app = crate::uploads::App)]
async fn all(form: FormData) -> String {
    format!("{} {}", form.fields().count(), form.files().len())
}

#[view(POST, "/pairs/", app = crate::uploads::App)]
async fn pairs(Form(pairs): Form<Vec<(String, String)>>) -> String {
    format!("{pairs:?}")
}

fn text(field: &str, name: &str) -> Upload {
    Upload::new(field, name, "text/plain", "text")
}

#[tokio::test]
async fn files_are_fields_of_a_type() {
    let mut client = client().await;
    let fields = [("title", "Tea"), ("is_public", "on")];

    let few = client.post_multipart("/article/", &fields, &[text("picture", "a.png")]).await;
    let files = [
        text("picture", "old.png"),
        text("attachments", "b.txt"),
        text("thumbnail", "c.png"),
        text("attachments", "d.txt"),
        text("more", "e.txt"),
        text("picture", "new.png"),
    ];
    let many = client.post_multipart("/article/", &fields, &files).await;

    assert_eq!(few.text(), "Tea true a.png text None [] None");
    let expected = r#"Tea true new.png text Some("c.png") ["b.txt", "d.txt"] Some(["e.txt"])"#;
    assert_eq!(many.text(), expected);
}

#[tokio::test]
async fn a_field_that_nothing_was_chosen_for_is_not_there() {
    let mut client = client().await;
    let nothing = |field: &str| Upload::new(field, "", "application/octet-stream", "");

    let files = [text("picture", "a.png"), nothing("thumbnail"), nothing("attachments"), nothing("more")];
    let answer = client.post_multipart("/article/", &[("title", "Tea")], &files).await;

    assert_eq!(answer.text(), "Tea false a.png text None [] None");
}

#[tokio::test]
async fn what_is_no_file_and_what_is_no_text_is_said() {
    let mut client = client().await;
    client.headers_mut().insert("accept", "application/json".parse().unwrap());
    let picture = || text("picture", "a.png");
    let no_text = "expected text, not a file";
    for (fields, files, pointer, detail) in [
        (vec![("title", "Tea")], vec![], "#/picture", "missing"),
        (vec![("title", "Tea"), ("picture", "a.png")], vec![], "#/picture", "expected a file"),
        (vec![("title", "Tea"), ("picture", "")], vec![], "#/picture", "expected a file"),
        (vec![], vec![picture(), text("title", "t")], "#/title", no_text),
        (vec![("title", "Tea")], vec![picture(), text("is_public", "t")], "#/is_public", no_text),
        (vec![("title", "Tea"), ("attachments", "x")], vec![picture()], "#/attachments/0", "expected a file"),
    ] {
        let answer = client.post_multipart("/article/", &fields, &files).await;

        let error = &answer.json()["errors"][0];
        assert_eq!(answer.status(), 400, "{fields:?}");
        assert_eq!(error["pointer"], pointer, "{error}");
        assert!(error["detail"].as_str().unwrap().contains(detail), "{error}");
    }
}

#[tokio::test]
async fn an_urlencoded_form_has_no_files() {
    let mut client = client().await;

    assert_eq!(client.post("/article/", &[("title", "Tea"), ("picture", "a.png")]).await.status(), 400);
    assert_eq!(client.post("/one/", &[("file", "a.png")]).await.text(), "none");
}

#[tokio::test]
async fn files_go_through_what_serde_puts_aside() {
    let mut client = client().await;
    let files = [
        text("picture", "a.png"),
        text("attachments", "b"),
        text("attachments", "c"),
        text("x", "d"),
        text("y", "e"),
    ];
    let spoofed = [("count", "7"), ("picture", "\0\0\0\0\0\0\0\0")];

    assert_eq!(client.post_multipart("/outer/", &[("count", "7")], &files).await.text(), "7 a.png false 2 2");
    assert_eq!(client.post_multipart("/outer/", &[("count", "7")], &[]).await.status(), 400);
    assert_eq!(client.post_multipart("/outer/", &spoofed, &files[1..]).await.status(), 400);
    assert_eq!(client.post_multipart("/wrapped/", &[], &files).await.text(), "a.png");
}

#[tokio::test]
async fn a_form_is_taken_whole_or_by_its_file() {
    let mut client = client().await;
    let png = Upload::new("f", "x.txt", "text/plain", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");

    let answer = client.post_multipart("/one/", &[("a", "b")], &[text("e", "y"), png.clone()]).await;
    assert_eq!(answer.text(), "x.txt Some(\"image/png\")");
    assert_eq!(client.post_multipart("/one/", &[("a", "b")], &[]).await.text(), "none");
    assert_eq!(client.request(Method::POST, "/one/", None, "").await.text(), "none");
    assert_eq!(
        client.post_multipart("/all/", &[("a", "b")], &[png.clone(), png.clone()]).await.text(),
        "1 2"
    );
    let pairs = client.post_multipart("/pairs/", &[("a", "b"), ("a", "c")], &[png]).await;
    assert_eq!(pairs.text(), r#"[("a", "b"), ("a", "c")]"#);
}
