//! Fields that are files.

use serde::Deserialize;
use vestibule::prelude::*;
use vestibule::testing::{Client, Upload};

use super::App as Forms;

#[derive(Debug, Deserialize, Form)]
struct Picture {
    #[form(help_text = "A PNG")]
    file: UploadedFile,
    title: String,
    more: Vec<UploadedFile>,
    thumbnail: Option<UploadedFile>,
}

#[view(GET, POST, "/pictures/", app = crate::forms::App)]
async fn pictures(mut form: BoundForm<Picture>) -> Result<Response> {
    if let Some(picture) = form.valid() {
        let names: Vec<_> = picture.more.iter().map(UploadedFile::name).collect();
        let thumbnail = picture.thumbnail.is_some();
        return Ok(Response::text(format!(
            "{} {} {names:?} {thumbnail}",
            picture.title,
            picture.file.name()
        )));
    }
    Ok(Response::html(form.to_string()))
}

async fn client() -> Client {
    Client::new(Forms::build()).await.unwrap()
}

#[tokio::test]
async fn files_come_with_the_fields() {
    let mut client = client().await;

    let page = client.get("/pictures/").await.text().to_owned();
    let input =
        r#"<input type="file" name="file" required aria-describedby="id_file_helptext" id="id_file">"#;
    assert!(page.contains(input), "{page}");
    assert!(page.contains(r#"<input type="file" name="more" id="id_more" multiple>"#), "{page}");

    let file = |field, name| Upload::new(field, name, "image/png", "text");
    let files = [file("file", "a.png"), file("more", "b.png"), file("more", "c.png")];
    let answer = client.post_multipart("/pictures/", &[("title", "Tea")], &files).await;
    assert_eq!(answer.text(), r#"Tea a.png ["b.png", "c.png"] false"#);
}

#[tokio::test]
async fn a_file_that_is_missing_is_told_with_all_else() {
    let mut client = client().await;

    let page = client.post("/pictures/", &[("title", ""), ("file", "a.png")]).await.text().to_owned();

    for field in ["file", "title"] {
        let error =
            format!("<ul class=\"errorlist\" id=\"id_{field}_error\"><li>This field is required.</li></ul>");
        assert!(page.contains(&error), "{page}");
    }
}
