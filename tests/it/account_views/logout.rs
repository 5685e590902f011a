//! `logout/`.

use vestibule::http::Method;
use vestibule::testing::Client;

use super::html::assert_accessible;
use super::{assert_uncached, fixed, log_in};

async fn logged_in() -> Client {
    let mut client = Client::new(fixed(|_| {})).await.unwrap();
    log_in(&mut client, "gary", "123").await;
    assert_eq!(client.get("/who/").await.text(), "gary");
    client
}

#[tokio::test]
async fn a_form_logs_out() {
    let mut client = logged_in().await;

    let response = client.post("/logout/", &[]).await;

    assert_eq!(response.status(), 200);
    assert_accessible(&response.text());
    assert_uncached(&response);
    assert!(response.text().contains("You are logged out."), "{}", response.text());
    assert_eq!(client.get("/who/").await.text(), "nobody");
}

#[tokio::test]
async fn a_link_does_not() {
    let mut client = logged_in().await;

    for method in [Method::GET, Method::HEAD, Method::PUT] {
        let response = client.request(method.clone(), "/logout/", None, "").await;
        assert_eq!((response.status(), response.header("Allow")), (405, Some("POST, OPTIONS")), "{method}");
    }
    let response = client.request(Method::OPTIONS, "/logout/", None, "").await;
    assert_eq!((response.status(), response.header("Allow")), (200, Some("POST, OPTIONS")));
    assert_eq!(client.get("/who/").await.text(), "gary");
}

#[tokio::test]
async fn a_form_from_elsewhere_does_not() {
    let mut client = logged_in().await.enforce_csrf_checks();

    assert_eq!(client.post("/logout/", &[]).await.status(), 403);
    assert_eq!(client.get("/who/").await.text(), "gary");
}

#[tokio::test]
async fn it_goes_on_to_a_page_of_this_site_only() {
    let goes_to = async |path, fields: &'static [(&'static str, &'static str)]| {
        let response = logged_in().await.post(path, fields).await;
        response.location().map(str::to_owned)
    };

    assert_eq!(goes_to("/logout/", &[("next", "/who/")]).await.as_deref(), Some("/who/"));
    assert_eq!(goes_to("/logout/?next=/who/", &[]).await.as_deref(), Some("/who/"));
    assert_eq!(goes_to("/logout/", &[("next", "//evil.test/")]).await, None);
    assert_eq!(goes_to("/logout/", &[("next", "/logout/")]).await, None, "which answers no GET");
}

#[tokio::test]
async fn the_settings_say_where_to_go_by_default() {
    let site = fixed(|settings| settings.logout_redirect_url = "/who/".into());
    let mut client = Client::new(site).await.unwrap();

    assert_eq!(client.post("/logout/", &[]).await.location(), Some("/who/"));
}
