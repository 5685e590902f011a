//! A form in a view and in its templates.

use serde::Deserialize;
use vestibule::prelude::*;
use vestibule::testing::Client;

use super::App as Forms;

#[allow(dead_code, reason = "they are shown, and not read")]
#[derive(Debug, Deserialize, Form)]
struct ArticleForm {
    #[form(label = "Title", help_text = "Shown in the list")]
    title: String,
    #[form(widget = textarea)]
    body: Option<String>,
    #[form(widget = radio)]
    kind: Kind,
    #[form(widget = hidden)]
    id: Option<u32>,
}

#[derive(Debug, PartialEq, Deserialize, Choices)]
enum Kind {
    News,
    Review,
}

#[view(GET, POST, "/articles/new/", app = crate::forms::App)]
async fn new_article(request: &mut Request, mut form: BoundForm<ArticleForm>) -> Result {
    if let Some(article) = form.valid() {
        if article.title != "Taken" {
            return redirect(format!("/articles/{}/", article.title));
        }
        form.add_error("title", "There is one of this title.");
    }
    render!(request, "articles/new.html", { form }, app = crate::forms::App)
}

#[view(GET, POST, "/articles/by-hand/", app = crate::forms::App)]
async fn by_hand(request: &mut Request, form: BoundForm<ArticleForm>) -> Result {
    render!(request, "articles/by_hand.html", { form }, app = crate::forms::App)
}

#[view(POST, "/rows/", app = crate::forms::App)]
async fn rows(request: &mut Request, rows: BoundFormset<ArticleForm>) -> Result {
    let formset = rows.can_delete(true);
    render!(request, "articles/rows.html", { formset }, app = crate::forms::App)
}

#[view(POST, "/two/", app = crate::forms::App)]
async fn two(request: &mut Request) -> Result {
    let first = BoundForm::<ArticleForm>::with_prefix(request, "a").await?;
    let second = BoundForm::<ArticleForm>::with_prefix(request, "b").await?;
    Ok(Response::text(format!("{} {}", first.typed("title"), second.typed("title"))))
}

async fn client() -> Client {
    Client::new(Forms::build()).await.unwrap()
}

#[tokio::test]
async fn a_form_is_shown_mended_and_taken() {
    let mut client = client().await;

    let page = client.get("/articles/new/").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().contains(r#"<input type="text" name="title" required"#));
    assert!(!page.text().contains("errorlist"));

    let page = client.post("/articles/new/", &[("title", ""), ("body", "a <b>"), ("kind", "Review")]).await;
    assert_eq!(page.status(), 200);
    assert!(page.text().contains("<li>This field is required.</li>"));
    assert!(page.text().contains("a &lt;b&gt;</textarea>"));

    let page = client.post("/articles/new/", &[("title", "Taken"), ("kind", "Review")]).await;
    assert!(page.text().contains("There is one of this title."));
    assert!(page.text().contains(r#"value="Taken""#));

    let answer = client.post("/articles/new/", &[("title", " Tea "), ("kind", "Review")]).await;
    assert_eq!(answer.location(), Some("/articles/Tea/"));
}

#[tokio::test]
async fn a_page_writes_a_form_by_hand() {
    let mut client = client().await;

    let page = client.post("/articles/by-hand/", &[("body", "x")]).await.text().to_owned();

    for piece in [
        "<p>title, kind</p>",
        "<b>Title</b> (text) 1 <label for=\"id_title\">Title:</label> title Shown in the list [This field is required.]",
        "<b>Body</b> (textarea) 0 <label for=\"id_body\">Body:</label> body  []",
        "News:<label for=\"id_kind_0\"><input type=\"radio\" name=\"kind\" value=\"News\" required aria-invalid=\"true\" id=\"id_kind_0\"> News</label>",
        "<option value=\"Review\">Review</option>",
        "<i>x</i>",
        "hidden: id",
    ] {
        assert!(page.contains(piece), "{piece}\nis not in\n{page}");
    }
}

#[tokio::test]
async fn a_page_goes_through_rows() {
    let mut client = client().await;
    let sent = [("form-TOTAL_FORMS", "1"), ("form-INITIAL_FORMS", "0"), ("form-0-title", "Tea")];

    let page = client.post("/rows/", &sent).await.text().to_owned();

    assert!(page.contains(r#"name="form-TOTAL_FORMS" value="1""#), "{page}");
    assert!(
        page.contains(r#"<input type="text" name="form-0-title" value="Tea" aria-describedby"#),
        "{page}"
    );
    assert!(page.contains(r#"name="form-0-DELETE""#) && page.contains("form-__prefix__-title"), "{page}");
}

#[tokio::test]
async fn two_forms_of_one_page_have_their_prefixes() {
    let mut client = client().await;

    let answer = client.post("/two/", &[("a-title", "Tea"), ("b-title", "Milk"), ("title", "x")]).await;

    assert_eq!(answer.text(), "Tea Milk");
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let mut client = client().await;

    assert_eq!(client.post_json("/articles/new/", &"x").await.status(), 415);
}
