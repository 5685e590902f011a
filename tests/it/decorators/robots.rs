//! What search engines are told: by the view, by the site.

use super::*;

vestibule::app! { middleware: [SecurityMiddleware, CommonMiddleware] }

#[view(GET, "/hidden/", robots("noindex", "nofollow"), app = crate::decorators::robots::App)]
async fn hidden(request: &Request) -> String {
    request.get_meta_robots().to_owned()
}

#[view(GET, "/page/", robots("noarchive"), app = crate::decorators::robots::App)]
async fn page(request: &Request) -> Result {
    render!(request, "robots.html", {}, app = crate::decorators::robots::App)
}

#[view(GET, "/plain/", app = crate::decorators::robots::App)]
async fn plain(request: &Request) -> Result {
    render!(request, "robots.html", {}, app = crate::decorators::robots::App)
}

#[view(GET, "/own/", robots("noindex"), app = crate::decorators::robots::App)]
async fn own() -> Response {
    Response::text("").with_header("X-Robots-Tag", "all")
}

fn site(robots: &str) -> Site<App> {
    let robots = robots.to_owned();
    App::build().settings(|settings| settings.robots = robots)
}

#[tokio::test]
async fn robots_are_told_in_the_header_and_in_the_page() {
    let mut client = Client::new(site("")).await.unwrap();

    let hidden = client.get("/hidden/").await;
    assert_eq!(
        (hidden.header("x-robots-tag"), &*hidden.text()),
        (Some("noindex, nofollow"), "noindex, nofollow")
    );
    let page = client.get("/page/").await;
    assert_eq!(page.header("x-robots-tag"), Some("noarchive"));
    assert_eq!(page.text(), "<meta name=\"robots\" content=\"noarchive\">");
    assert_eq!(client.get("/own/").await.header("x-robots-tag"), Some("all"));
    let plain = client.get("/plain/").await;
    assert_eq!((plain.header("x-robots-tag"), &*plain.text()), (None, ""));
}

#[tokio::test]
async fn a_site_may_be_hidden_as_a_whole() {
    let mut client = Client::new(site("noindex")).await.unwrap();

    assert_eq!(client.get("/hidden/").await.header("x-robots-tag"), Some("noindex, nofollow"));
    let plain = client.get("/plain/").await;
    assert_eq!(plain.header("x-robots-tag"), Some("noindex"));
    assert_eq!(plain.text(), "<meta name=\"robots\" content=\"noindex\">");
    assert_eq!(client.get("/nothing/").await.header("x-robots-tag"), Some("noindex"));
}

#[tokio::test]
async fn what_no_robot_knows_stops_the_start() {
    let error = Client::new(site("no-index")).await.err().unwrap().to_string();

    assert!(error.contains("`robots`: unknown directive for robots `no-index`"), "{error}");
    assert!(error.contains("did you mean `noindex`?"), "{error}");
}
