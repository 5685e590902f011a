//! A block of a page alone: `list.html#rows`.

use vestibule::Context;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { templates: "templates_fragments" }

#[context_processor(app = crate::fragments::App)]
fn shop_name() -> &'static str {
    "Tea & Co"
}

fn page(request: &Request) -> TemplateResponse {
    let mut context = Context::new();
    context.insert("rows", &["<a>", "b"]);
    let block = request.query_string();
    TemplateResponse::new(
        if block.is_empty() { "list.html".into() } else { format!("list.html#{block}") },
        context,
    )
}

#[view(GET, "/list/", app = crate::fragments::App)]
async fn list(request: &Request) -> TemplateResponse {
    page(request)
}

#[view(GET, "/gone/", app = crate::fragments::App)]
async fn gone(request: &Request) -> Result {
    // Not written as text, so that the compiler does not look for it.
    let template = "gone.html";
    render!(request, template #rows)
}

#[view(GET, "/broken/", app = crate::fragments::App)]
async fn broken(request: &Request) -> Result {
    let template = "broken.html";
    render!(request, template #body)
}

#[view(GET, "/add/", app = crate::fragments::App)]
async fn add(messages: Messages) -> &'static str {
    messages.info("Saved.");
    ""
}

#[view(GET, "/early/", app = crate::fragments::App)]
async fn early(request: &Request) -> Result<TemplateResponse> {
    let mut page = page(request);
    page.render(request)?;
    Ok(page)
}

#[derive(Default)]
struct Names;

#[middleware(order = 750, app = crate::fragments::App)]
impl Names {
    fn process_template_response(&self, _: &mut Request, mut page: TemplateResponse) -> TemplateResponse {
        let name = page.template_name().to_owned();
        page.response_mut().headers_mut().insert("x-template", name.parse().unwrap());
        if name == "list.html#old" {
            page.set_template_name("list.html#foot");
        }
        page
    }
}

async fn text(client: &mut Client, address: &str) -> String {
    let response = client.get(address).await;
    assert_eq!(response.status(), 200, "{address}: {}", response.text());
    response.text()
}

#[tokio::test]
async fn a_block_is_rendered_as_in_its_page() {
    let mut client = Client::new(App::build()).await.unwrap();

    let page = text(&mut client, "/list/").await;
    let rows = text(&mut client, "/list/?rows").await;

    // A macro that is imported, a value that is set, what every page sees, a block in it that the child has filled.
    assert_eq!(rows.trim(), "<li>&lt;a&gt; 2 Tea &amp; Co</li><li>b 2 Tea &amp; Co</li> child");
    assert!(page.contains(rows.trim()) && page.len() > 2 * rows.len(), "{page}");
}

#[tokio::test]
async fn a_block_of_the_parent_is_one_of_the_page() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(text(&mut client, "/list/?foot").await, "foot of the parent");
    // The child's, with the parent's in it.
    assert_eq!(text(&mut client, "/list/?head").await, "Tea &amp; Co: list");
    assert_eq!(text(&mut client, "/early/?foot").await, "foot of the parent");
}

#[tokio::test]
async fn hooks_see_and_change_its_name() {
    let mut client = Client::new(App::build()).await.unwrap();

    let response = client.get("/list/?old").await;

    assert_eq!(response.header("X-Template"), Some("list.html#old"));
    assert_eq!(response.text(), "foot of the parent");
    assert_eq!(response.header("Content-Type"), Some("text/html; charset=utf-8"));
}

#[tokio::test]
async fn what_the_page_shows_elsewhere_is_not_shown_and_not_lost() {
    let mut client = Client::new(App::build()).await.unwrap();
    client.get("/add/").await;

    let fragment = client.get("/list/?rows").await;
    let page = text(&mut client, "/list/").await;

    assert!(!fragment.text().contains("Saved."));
    assert!(page.contains("Saved."), "{page}");
    // The token of the form beside the block was not made.
    assert!(client.get("/list/").await.text().contains("csrfmiddlewaretoken"));
    assert_eq!(fragment.set_cookie("csrftoken"), None);
}

#[tokio::test]
async fn a_block_that_is_not_there_is_an_error_that_names_those_that_are() {
    let mut client = Client::new(App::build()).await.unwrap();

    for (address, error) in [
        (
            "/list/?row",
            "template `list.html` has no block `row`: it has `body`, `foot`, `head`, `last`, `rows`",
        ),
        ("/gone/", "template `gone.html`, or one it uses, is not in "),
        ("/broken/", "template `broken.html:3` failed"),
    ] {
        let response = client.get(address).await;
        assert_eq!(response.status(), 500, "{address}");
        assert!(response.errors().concat().contains(error), "{address}: {:?}", response.errors());
    }
}
