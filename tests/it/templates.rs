//! Pages from templates: escaped, deferred, with what every page sees.

use vestibule::Context;
use vestibule::auth::{self, FixedUsers};
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { login: "/login/" }

#[view(GET, "/", app = crate::templates::App)]
async fn index(request: &mut Request) -> Result {
    let name = "<b>Ada</b>";
    render!(request, "page.html", { name, items: [1, 2] }, app = crate::templates::App)
}

#[view(GET, "/bare/", app = crate::templates::App)]
async fn bare(request: &mut Request) -> Result {
    // Not written as text, so that the compiler does not look into it.
    let template = "page.html";
    render!(request, template)
}

#[view(GET, "/login/", app = crate::templates::App)]
async fn login(request: &mut Request) -> Result {
    let credentials = auth::Credentials { username: "gary".into(), password: "123".into() };
    if let Some(user) = auth::authenticate(request, &credentials).await? {
        auth::login(request, user).await?;
    }
    render!(request, "page.html", { name: "x" }, app = crate::templates::App)
}

#[view(GET, "/missing/", app = crate::templates::App)]
async fn missing(request: &mut Request) -> Result {
    let template = "not/there.html";
    render!(request, template, {})
}

#[view(GET, "/changed/", app = crate::templates::App)]
async fn changed() -> TemplateResponse {
    TemplateResponse::new("not/there.html", Context::new())
}

#[view(GET, "/plain/", app = crate::templates::App)]
async fn plain(request: &mut Request) -> Result {
    render!(request, "note.txt", { name: "<script>" })
}

#[view(GET, "/plain/as-html/", app = crate::templates::App)]
async fn plain_as_html(request: &mut Request) -> Result {
    let page: Response = render!(request, "note.txt", { name: "<script>" })?;
    Ok(page.with_header("Content-Type", "text/html"))
}

#[derive(Default)]
struct Decorator;

#[middleware(order = 900, app = crate::templates::App)]
impl Decorator {
    fn process_template_response(
        &self,
        request: &mut Request,
        mut page: TemplateResponse,
    ) -> TemplateResponse {
        if request.path() == "/changed/" {
            page.set_template_name("page.html");
            page.context_mut().insert("name", "changed");
        }
        page
    }
}

#[view(GET, "/who/", app = crate::templates::App)]
async fn who(request: &mut Request) -> Result {
    render!(request, "who.html", app = crate::templates::App)
}

async fn client() -> Client {
    Client::new(App::build().users(FixedUsers::new([("gary", "123")]))).await.unwrap()
}

#[tokio::test]
async fn what_visitors_wrote_is_escaped() {
    let page = client().await.get("/").await;

    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.text().trim(), "&lt;b&gt;Ada&lt;&#x2f;b&gt; 1,2 GET &#x2f; nobody");
}

#[tokio::test]
async fn a_text_is_sent_as_a_text_and_escaped_where_it_is_not() {
    let mut client = client().await;
    let (text, html) = (client.get("/plain/").await, client.get("/plain/as-html/").await);

    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(text.text().trim(), "<script>");
    assert_eq!(html.text().trim(), "&lt;script&gt;");
}

#[tokio::test]
async fn a_variable_that_was_not_given_is_an_error_to_developers_and_empty_to_visitors() {
    let page = client().await.get("/bare/").await;

    if cfg!(debug_assertions) {
        assert_eq!(page.status(), 500);
    } else {
        assert_eq!(page.text().trim(), "GET &#x2f;bare&#x2f; nobody");
    }
}

#[tokio::test]
async fn pages_know_who_is_logged_in() {
    assert!(client().await.get("/login/").await.text().contains("gary"));
}

#[tokio::test]
async fn a_page_that_speaks_of_the_visitor_asks_who_it_is() {
    let mut client = client().await;
    let stranger = client.get("/who/").await;
    client.get("/login/").await;
    let gary = client.get("/who/").await;

    assert_eq!(stranger.text().trim(), "out  [AnonymousUser] [None] False");
    assert_eq!(gary.text().trim(), "in true [gary] [1] False gary");
    assert_eq!((stranger.header("vary"), gary.header("vary")), (Some("Cookie"), Some("Cookie")));
}

mod shelf {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [], templates: "templates_included" }

    #[view(GET, "/shelf/", app = crate::templates::shelf::App)]
    async fn shelf(request: &Request) -> Result {
        let template = "shelf.html";
        render!(request, template, { name: "books" })
    }

    pub(super) mod around {
        use vestibule::prelude::*;

        vestibule::app! { middleware: [], include: [super::App] }

        #[view(GET, "/page/", app = crate::templates::shelf::around::App)]
        async fn page(request: &Request) -> Result {
            let template = "page.html";
            render!(request, template, { name: "own" })
        }
    }
}

#[tokio::test]
async fn an_included_application_brings_its_templates_behind_those_of_the_other() {
    let mut client = Client::new(shelf::around::App::build()).await.unwrap();

    assert_eq!(client.get("/shelf/").await.text().trim(), "shelf of books");
    assert_eq!(client.get("/page/").await.text().trim(), "own  GET &#x2f;page&#x2f; nobody");
}

mod lost {
    use vestibule::auth::Credentials;
    use vestibule::prelude::*;

    vestibule::app! { login: "/login/", templates: "templates_errors" }

    #[view(GET, "/login/", app = crate::templates::lost::App)]
    async fn login(request: &mut Request, messages: Messages) -> Result<&'static str> {
        let credentials = Credentials { username: "gary".into(), password: "123".into() };
        if let Some(user) = vestibule::auth::authenticate(request, &credentials).await? {
            vestibule::auth::login(request, user).await?;
        }
        messages.info("welcome");
        Ok("welcome")
    }
}

#[tokio::test]
async fn the_page_of_an_error_knows_the_visitor_too() {
    let site = lost::App::build().users(FixedUsers::new([("gary", "123")]));
    let mut client = Client::new(site).await.unwrap();
    let stranger = client.get("/nowhere/").await;
    client.get("/login/").await;
    let gary = client.get("/nowhere/").await;

    assert_eq!((stranger.status(), gary.status()), (404, 404));
    assert_eq!(stranger.text().trim(), "&#x2f;nowhere&#x2f; is not here, stranger");
    assert_eq!(gary.text().trim(), "&#x2f;nowhere&#x2f; is not here, gary: welcome");
}

#[tokio::test]
async fn a_missing_template_is_our_mistake() {
    let answer = client().await.get("/missing/").await;

    assert_eq!(answer.status(), 500);
    assert!(answer.errors()[0].starts_with("template `not/there.html`"), "{:?}", answer.errors());
}

#[tokio::test]
async fn a_middleware_may_change_name_and_context() {
    assert!(client().await.get("/changed/").await.text().contains("changed"));
}

#[derive(Default)]
struct Shelf;

/// Stands inside of `Decorator`, which then changes what does not count any more.
#[middleware(order = 901, app = crate::templates::App)]
impl Shelf {
    fn process_template_response(
        &self,
        request: &mut Request,
        mut page: TemplateResponse,
    ) -> TemplateResponse {
        if request.query_string() == "from-the-shelf" {
            page.set_content("kept");
        }
        page
    }
}

#[tokio::test]
async fn a_middleware_may_put_a_text_in_the_place_of_the_template() {
    let mut client = Client::new(App::build()).await.unwrap();

    let answer = client.get("/missing/?from-the-shelf").await;

    assert_eq!((answer.status(), answer.text().as_str()), (200, "kept"));
}
