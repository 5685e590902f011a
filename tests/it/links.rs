//! Links: in Rust, in templates that the compiler has not seen, and with scheme and host.

use vestibule::Context;
use vestibule::prelude::*;
use vestibule::testing::Client;

vestibule::app! { middleware: [], templates: "templates_links", include: ["/our/shop" => shop::App] }

mod shop {
    use vestibule::prelude::*;

    vestibule::app! { middleware: [], templates: "templates_links" }

    #[view(GET, "/items/{id}/", app = crate::links::shop::App)]
    async fn item(id: u32) -> String {
        format!("item {id}")
    }

    #[view(GET, "/files/{*path}", app = crate::links::shop::App)]
    async fn file(path: String) -> String {
        format!("file {path}")
    }

    #[view(GET, "/", app = crate::links::shop::App)]
    async fn index() -> TemplateResponse {
        let mut context = super::Context::new();
        context.insert("slug", "x");
        TemplateResponse::new("page.html", context)
    }
}

#[view(GET, "/articles/{year}/{slug}/", app = crate::links::App)]
async fn article(year: u16, slug: String) -> String {
    format!("{slug} of {year}")
}

/// A page with whatever the query gives.
#[view(GET, "/pages/{name}/", app = crate::links::App)]
async fn page(request: &Request, name: String) -> TemplateResponse {
    let mut context = Context::new();
    for (name, values) in request.query().iter() {
        context.insert(name, values);
        if let [value] = values {
            context.insert(name, value);
        }
    }
    TemplateResponse::new(format!("{name}.html"), context)
}

#[view(POST, "/articles/", app = crate::links::App)]
async fn save() -> Result {
    redirect(article::url(2026, "a b").query([("page", "2"), ("q", "é&")]).query(("page", 3)).fragment("new"))
}

#[view(GET, "/whole/", app = crate::links::App)]
async fn whole(request: &Request) -> Result<String> {
    let relative = request.query().get("location").map(|location| request.build_absolute_uri(location));
    Ok(relative.unwrap_or_else(|| request.build_absolute_uri(article::url(2026, "halls").fragment("top")))?)
}

async fn client() -> Client {
    Client::new(App::build()).await.unwrap()
}

/// The addresses of a page, as a browser reads them.
fn addresses(page: &str) -> Vec<String> {
    let quoted = page.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    quoted.map(|(address, _)| address.replace("&#x2f;", "/").replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn a_link_has_query_and_fragment() {
    let saved = client().await.post("/articles/", &[]).await;

    assert_eq!(saved.location(), Some("/articles/2026/a%20b/?page=2&q=%C3%A9%26&page=3#new"));
}

#[tokio::test]
async fn templates_link_to_views_by_name_behind_their_prefixes() {
    let mut client = client().await;

    let page = client.get("/pages/page/?slug=a+%3Cb%3E").await;

    assert_eq!(
        addresses(&page.text()),
        [
            "/articles/2026/a%20%3Cb%3E/",
            "/articles/2026/a%20%3Cb%3E/?page=2&tag=a&tag=b%26c#top",
            "/our/shop/items/7/",
            "/our/shop/files/a/b%20c"
        ]
    );
    for (address, answer) in
        addresses(&page.text()).iter().zip(["a <b> of 2026", "a <b> of 2026", "item 7", "file a/b c"])
    {
        assert_eq!(client.get(address).await.text(), answer, "{address}");
    }
}

#[tokio::test]
async fn views_of_an_application_that_is_not_there_are_unknown() {
    let alone = Client::new(shop::App::build()).await.unwrap().get("/").await;

    assert_eq!(alone.status(), 500);
    assert!(alone.errors()[0].contains("there is no view `links.article`"), "{:?}", alone.errors());
}

#[tokio::test]
async fn a_link_that_leads_nowhere_is_an_error_that_says_why() {
    for (page, why) in [
        ("unknown/", "there is no view `links.artcle`; did you mean `links.article`?"),
        (
            "year/",
            "a link to `it::links::article` gives undefined as `year`, which has no place in an address",
        ),
        ("year/?year=x", "a link to `it::links::article` gives `x` as `year`, which its type does not read"),
        (
            "year/?year=70000",
            "a link to `it::links::article` gives `70000` as `year`, which its type does not read",
        ),
    ] {
        let answer = client().await.get(&format!("/pages/{page}")).await;

        assert_eq!(answer.status(), 500, "{page}");
        assert!(answer.errors()[0].contains(why), "{page}: {:?}", answer.errors());
    }
}

#[tokio::test]
async fn a_whole_address_is_that_of_the_proxy_which_is_trusted() {
    let site = App::build().settings(|settings| {
        settings.allowed_hosts = vec!["example.com".into()];
        settings.use_x_forwarded_host = true;
        settings.secure_proxy_ssl_header = Some(("X-Forwarded-Proto".into(), "https".into()));
    });
    let mut client = Client::new(site).await.unwrap();
    client.headers_mut().insert("x-forwarded-host", "example.com".parse().unwrap());
    client.headers_mut().insert("x-forwarded-proto", "https".parse().unwrap());

    assert_eq!(client.get("/whole/").await.text(), "https://example.com/articles/2026/halls/#top");
    assert_eq!(client.get("/whole/?location=../x?y=1").await.text(), "https://example.com/x?y=1");
    assert_eq!(client.get("/whole/?location=//other.com/").await.text(), "https://other.com/");

    client.headers_mut().insert("x-forwarded-host", "evil.com".parse().unwrap());
    assert_eq!(client.get("/whole/").await.status(), 400);
}
