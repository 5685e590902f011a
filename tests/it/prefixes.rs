//! Applications that are included under prefixes: their routes, and the links of each in whichever application answers.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use vestibule::Mount;
use vestibule::bytes::Bytes;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::RunningSite;

mod shop {
    use super::*;

    vestibule::app! {
        middleware: [SessionMiddleware, CommonMiddleware, AuthenticationMiddleware],
        login: login,
        include: ["/basket" => super::basket::App],
    }

    #[view(GET, "/", app = crate::prefixes::shop::App)]
    pub(super) async fn index(request: &Request) -> String {
        format!("{} {}", request.view().map_or("", |view| view.path()), article::url(7))
    }

    #[view(GET, "/articles/{id}/", app = crate::prefixes::shop::App)]
    pub(super) async fn article(id: u32) -> String {
        format!("{} {}", article::url(id), basket::contents::url())
    }

    #[view(POST, "/buy/", app = crate::prefixes::shop::App)]
    async fn buy() -> Result {
        redirect(article::url(7))
    }

    #[view(GET, "/login/", app = crate::prefixes::shop::App)]
    pub(super) async fn login() -> String {
        login::url().into()
    }

    #[view(GET, "/orders/", app = crate::prefixes::shop::App)]
    #[login_auth]
    async fn orders() -> &'static str {
        "orders"
    }

    /// A link after each way to wait or to go elsewhere.
    #[view(GET, "/waits/", app = crate::prefixes::shop::App)]
    async fn waits(request: &Request) -> Result<String> {
        let mut links = Vec::new();
        for _ in 0..3 {
            tokio::task::yield_now().await;
            links.push(index::url());
        }
        links.push(vestibule::blocking(index::url).await?);
        let finished = request.finish(async {
            tokio::task::yield_now().await;
            Ok(index::url())
        });
        links.push(finished.await?);
        Ok(links.join(" "))
    }

    #[view(GET, "/stream/", app = crate::prefixes::shop::App)]
    async fn stream() -> Response {
        Response::stream(Links(3))
    }

    /// A link at a time, each made when it is asked for.
    struct Links(u32);

    impl Stream for Links {
        type Item = std::io::Result<Bytes>;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let Some(left) = self.0.checked_sub(1) else { return Poll::Ready(None) };
            self.0 = left;
            Poll::Ready(Some(Ok(Bytes::from(String::from(article::url(left))))))
        }
    }
}

mod basket {
    use super::*;

    vestibule::app! { middleware: [] }

    #[view(GET, "/contents/", app = crate::prefixes::basket::App)]
    pub(super) async fn contents() -> String {
        format!("{} {}", contents::url(), shop::index::url())
    }
}

vestibule::app! {
    middleware: [SessionMiddleware, CommonMiddleware, AuthenticationMiddleware],
    login: shop::login,
    include: ["/our/café" => shop::App],
}

#[view(GET, "/", app = crate::prefixes::App)]
async fn index() -> String {
    format!("{} {} {}", index::url(), shop::index::url(), basket::contents::url())
}

#[tokio::test]
async fn views_answer_behind_the_prefixes_added_up() {
    let mut client = Client::new(App::build()).await.unwrap();

    assert_eq!(client.get("/").await.text(), "/ /our/caf%C3%A9/ /our/caf%C3%A9/basket/contents/");
    assert_eq!(client.get("/our/caf%C3%A9/").await.text(), "/our/café/ /our/caf%C3%A9/articles/7/");
    assert_eq!(
        client.get("/our/caf%C3%A9/basket/contents/").await.text(),
        "/our/caf%C3%A9/basket/contents/ /our/caf%C3%A9/"
    );
    for path in ["/articles/7/", "/basket/contents/", "/our/caf%C3%A9", "/our/", "/caf%C3%A9/articles/7/"] {
        let expected = if path == "/our/caf%C3%A9" { 301 } else { 404 };
        assert_eq!(client.get(path).await.status(), expected, "{path}");
    }
}

#[tokio::test]
async fn redirects_and_the_login_view_are_behind_the_prefix() {
    let mut client = Client::new(App::build()).await.unwrap();

    let slash = client.get("/our/caf%C3%A9/articles/7").await;
    let bought = client.post("/our/caf%C3%A9/buy/", &[]).await;
    let stranger = client.get("/our/caf%C3%A9/orders/").await;

    assert_eq!((slash.status(), slash.location()), (301, Some("/our/caf%C3%A9/articles/7/")));
    assert_eq!((bought.status(), bought.location()), (302, Some("/our/caf%C3%A9/articles/7/")));
    assert_eq!(stranger.location(), Some("/our/caf%C3%A9/login/?next=/our/caf%25C3%25A9/orders/"));
    assert_eq!(client.get("/our/caf%C3%A9/login/").await.text(), "/our/caf%C3%A9/login/");
}

#[tokio::test]
async fn links_stay_with_their_request_wherever_it_goes_on() {
    let mut site = Client::new(App::build()).await.unwrap();
    let mut alone = Client::new(shop::App::build()).await.unwrap();

    let (of_site, of_shop) = tokio::join!(site.get("/our/caf%C3%A9/waits/"), alone.get("/waits/"));

    assert_eq!(of_site.text(), ["/our/caf%C3%A9/"; 5].join(" "));
    assert_eq!(of_shop.text(), ["/"; 5].join(" "));
    assert_eq!(alone.get("/").await.text(), "/ /articles/7/");
    assert_eq!(alone.get("/articles/7/").await.text(), "/articles/7/ /basket/contents/");
    assert_eq!(alone.get("/orders/").await.location(), Some("/login/?next=/orders/"));
}

#[test]
fn a_stream_makes_links_as_its_request_does() {
    let (site, alone) = (RunningSite::start(App::build()), RunningSite::start(shop::App::build()));

    let (of_site, of_shop) = (site.get("/our/caf%C3%A9/stream/", ""), alone.get("/stream/", ""));

    for id in 0..3 {
        assert!(of_site.contains(&format!("\n/our/caf%C3%A9/articles/{id}/\r")), "{of_site}");
        assert!(of_shop.contains(&format!("\n/articles/{id}/\r")), "{of_shop}");
    }
}

#[tokio::test]
async fn an_application_that_is_mounted_in_another_makes_its_own_links() {
    let alone = shop::App::build().settings(|settings| {
        settings.allowed_hosts.push("*".into());
        settings.database_url = "sqlite::memory:".into();
        settings.secret_key = "only for tests, 32 bytes or more of it".into();
    });
    let service = alone.start().await.unwrap();
    let mut client = Client::new(App::build().mount("/alone", Mount::new(service))).await.unwrap();

    assert_eq!(client.get("/alone/articles/7/").await.text(), "/articles/7/ /basket/contents/");
    assert_eq!(
        client.get("/our/caf%C3%A9/articles/7/").await.text(),
        "/our/caf%C3%A9/articles/7/ /our/caf%C3%A9/basket/contents/"
    );
}

#[tokio::test]
async fn outside_of_requests_the_application_around_counts_or_the_one_that_is_asked() {
    let site = Client::new(App::build()).await.unwrap();
    let alone = Client::new(shop::App::build()).await.unwrap();

    assert_eq!(shop::article::url(7), "/our/caf%C3%A9/articles/7/");
    assert_eq!(site.service().within(|| shop::article::url(7)), "/our/caf%C3%A9/articles/7/");
    assert_eq!(alone.service().within(|| shop::article::url(7)), "/articles/7/");
    // The applications below include it under other prefixes.
    assert_eq!(basket::contents::url(), "/contents/");
    assert_eq!(alone.service().within(basket::contents::url), "/basket/contents/");
}

// --- what does not start ----------------------------------------------------------------------------

mod left {
    vestibule::app! { middleware: [], include: ["/left" => super::basket::App] }
}

mod right {
    vestibule::app! { middleware: [], include: ["/right" => super::basket::App] }
}

mod both {
    vestibule::app! { middleware: [], include: [super::left::App, super::right::App] }
}

/// By two ways, which lead to one prefix.
mod same {
    vestibule::app! { middleware: [], include: ["/left" => super::basket::App, super::left::App] }
}

mod clash {
    use super::*;

    vestibule::app! { middleware: [], include: ["/basket" => super::basket::App] }

    #[view(GET, POST, "/{any}/contents/", app = crate::prefixes::clash::App)]
    async fn any(any: String) -> String {
        any
    }

    #[view(GET, "/basket/contents/", app = crate::prefixes::clash::App)]
    async fn contents() -> &'static str {
        "clash"
    }
}

#[tokio::test]
async fn two_prefixes_of_one_application_stop_the_start_with_both_places() {
    let error = Client::new(both::App::build()).await.unwrap_err().to_string();

    let here = line!() - 40..line!();
    let mut lines = error.lines();
    assert_eq!(
        lines.next(),
        Some("vestibule.E007: `it::prefixes::basket::App` is included under two prefixes")
    );
    for prefix in ["/left", "/right"] {
        let line = lines.next().unwrap_or_default();
        let at = line.strip_prefix(&format!("  under `{prefix}`, at tests/it/prefixes.rs:"));
        assert!(at.is_some_and(|at| here.contains(&at.parse().unwrap())), "{error}");
    }
}

#[tokio::test]
async fn two_ways_to_one_prefix_are_one() {
    let mut client = Client::new(same::App::build()).await.unwrap();

    assert_eq!(client.get("/left/contents/").await.status(), 200);
}

#[tokio::test]
async fn a_collision_behind_a_prefix_stops_the_start_with_both_places_and_the_prefix() {
    let error = Client::new(clash::App::build()).await.unwrap_err().to_string();

    assert!(error.starts_with("vestibule.E001: two views answer `GET /basket/contents/`"), "{error}");
    assert!(error.contains("prefixes::clash::contents` at tests/it/prefixes.rs:"), "{error}");
    let included = error.lines().find(|line| line.contains("basket::contents` at tests/it/prefixes.rs:"));
    assert!(included.is_some_and(|line| line.ends_with(", included under `/basket`")), "{error}");
    assert!(error.contains("include one application under a prefix"), "{error}");
}
