//! What is said to who runs the site, and what a visitor can do next.

use vestibule::http::HeaderValue;
use vestibule::http::header::{ACCEPT, HOST, HeaderName, ORIGIN, REFERER};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::RunningSite;

use super::{App, between, client, token_for};

const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// A site that knows of no proxy.
async fn plain(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Client {
    let in_memory = |settings: &mut Settings| settings.database_url = "sqlite::memory:".into();
    let site = App::build().settings(in_memory).settings(adjust);
    Client::new(site).await.unwrap().enforce_csrf_checks()
}

async fn refused(client: &mut Client, headers: &[(HeaderName, &'static str)]) -> TestResponse {
    for (name, value) in headers {
        client.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let answer = client.post("/form/?a=1&b=%22", &[]).await;
    assert_eq!(answer.status(), 403);
    answer
}

fn help(answer: &TestResponse) -> &str {
    answer.errors().get(1).map(String::as_str).unwrap_or_default()
}

#[tokio::test]
async fn behind_a_proxy_that_ends_tls_the_setting_is_named() {
    let mut client = plain(|_| {}).await;
    for (host, origin) in [
        ("testserver", "https://testserver"),
        ("testserver:80", "https://testserver"),
        ("testserver:8443", "https://testserver:8443"),
    ] {
        let answer = refused(&mut client, &[(HOST, host), (ORIGIN, origin)]).await;

        let help = help(&answer);
        assert!(help.contains(&format!("takes itself for `http://{host}`")), "{help}");
        assert!(help.contains("`secure_proxy_ssl_header`") && !help.contains("forwarded_host"), "{help}");
        assert!(!answer.text().contains("secure_proxy"), "{}", answer.text());
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_send_the_header_is_told_of() {
    let mut client = super::client().await;
    let answer = refused(&mut client, &[(ORIGIN, "https://testserver"), (X_FORWARDED_PROTO, "http")]).await;

    assert!(help(&answer).contains("waits for `X-Forwarded-Proto: https`"), "{}", help(&answer));
}

#[tokio::test]
async fn a_page_without_tls_is_told_of() {
    let https = (X_FORWARDED_PROTO, "https");
    for from in [(ORIGIN, "http://testserver"), (REFERER, "http://testserver/form/")] {
        let answer = refused(&mut client().await, &[https.clone(), from]).await;

        let help = help(&answer);
        assert!(
            help.contains("`secure_ssl_redirect`") && help.contains("`secure_proxy_ssl_header`"),
            "{help}"
        );
    }
}

#[tokio::test]
async fn a_host_or_port_that_a_proxy_has_changed_is_told_of() {
    for (headers, named, not_named) in [
        (vec![(ORIGIN, "http://testserver:8080")], "`use_x_forwarded_host`", "csrf_trusted_origins"),
        (vec![(ORIGIN, "https://testserver:8443")], "`secure_proxy_ssl_header`", "csrf_trusted_origins"),
        (vec![(ORIGIN, "http://shop.test")], "`csrf_trusted_origins`", "secure_proxy"),
        (
            vec![(ORIGIN, "https://shop.test"), (X_FORWARDED_HOST, "shop.test")],
            "set `use_x_forwarded_host`; behind a proxy that ends TLS, set `secure_proxy_ssl_header`",
            "csrf_trusted_origins",
        ),
        (vec![(HOST, "nobody.test"), (ORIGIN, "http://nobody.test")], "`allowed_hosts`", "secure_proxy"),
        (vec![(ORIGIN, "null")], "Referrer-Policy", "secure_proxy"),
    ] {
        let answer = refused(&mut plain(|_| {}).await, &headers).await;

        let help = help(&answer);
        assert!(help.contains(named) && !help.contains(not_named), "{headers:?}: {help}");
    }
    let https = (X_FORWARDED_PROTO, "https");
    let answer = refused(&mut client().await, &[https, (REFERER, "https://testserver:8443/form/")]).await;
    assert!(help(&answer).contains("`use_x_forwarded_host`"), "{}", help(&answer));
}

#[tokio::test]
async fn a_cookie_that_never_comes_over_http_is_told_of() {
    let answer = refused(&mut plain(|settings| settings.csrf_cookie_secure = true).await, &[]).await;

    assert!(help(&answer).contains("`csrf_cookie_secure`"), "{}", help(&answer));
}

#[test]
fn a_developer_reads_it_on_the_page() {
    let site = RunningSite::start(super::site());
    for accept in ["text/html", "application/json", "text/plain"] {
        let answer = site.exchange(format!(
            "POST /form/ HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\
             Origin: http://localhost:8000\r\nContent-Length: 0\r\n\r\n"
        ));
        assert!(answer.contains("use_x_forwarded_host"), "{answer}");
    }
}

/// Where the page of a refused form leads.
fn link(page: &str) -> Option<&str> {
    page.contains("<a href=").then(|| between(page, "<a href=\"", "\">Load the form again</a>"))
}

async fn after_another_login(headers: &[(HeaderName, &'static str)], target: &str) -> (Client, String) {
    let mut client = client().await;
    let old = token_for(&mut client).await;
    let token = token_for(&mut client).await;
    let login = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &*token)];
    assert_eq!(client.post("/login/", &login).await.text(), "welcome");
    let mut tab = client.clone();
    tab.headers_mut().insert(ACCEPT, HeaderValue::from_static("text/html"));
    for (name, value) in headers {
        tab.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let answer = tab.post(target, &[("csrfmiddlewaretoken", &*old)]).await;
    assert_eq!(answer.status(), 403);
    (client, answer.text())
}

#[tokio::test]
async fn a_form_from_before_a_login_can_be_loaded_again() {
    let from = [(REFERER, "http://testserver/form/?step=2&amp=%22"), (ORIGIN, "http://testserver")];
    let (mut client, page) = after_another_login(&from, "/bytes/").await;

    let link = link(&page).unwrap();

    assert_eq!(link, "/form/?step=2&amp;amp=%22", "{page}");
    assert!(page.contains("another tab"), "{page}");
    let form = client.get(&link.replace("&amp;", "&")).await.text();
    let token = between(&form, "value=\"", "\"");
    assert_eq!(client.post("/bytes/", &[("csrfmiddlewaretoken", token)]).await.status(), 200);
}

#[tokio::test]
async fn without_a_page_of_ours_it_is_the_forms_own_path() {
    for (headers, target, wanted) in [
        (vec![], "/form/?a=1", Some("/form/?a=1")),
        (vec![(REFERER, "https://evil.test/form/")], "/form/?a=1", Some("/form/")),
        (vec![(REFERER, "//evil.test/form/")], "/form/", Some("/form/")),
        (vec![(REFERER, "/%0D%0Aevil/")], "/form/", Some("/form/")),
        (vec![(REFERER, "http://testserver@evil.test/")], "/form/", Some("/form/")),
        (vec![(REFERER, "http://testserver//evil.test/")], "/form/", Some("/%2Fevil.test/")),
        (vec![(REFERER, "http://testserver/\"><script>'")], "/form/", Some("/%22%3E%3Cscript%3E'")),
        // There is nothing to GET.
        (vec![(REFERER, "http://testserver/json/")], "/json/", None),
    ] {
        let (_, page) = after_another_login(&headers, target).await;

        assert_eq!(link(&page), wanted, "{headers:?}");
        assert!(!page.contains("<script>"), "{page}");
    }
}

#[test]
fn a_developers_page_has_the_way_on_too() {
    let site = RunningSite::start(super::site());
    let page = site.exchange(
        "POST /bytes/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\
         Referer: http://localhost/form/?a=1&b=2\r\n\r\n",
    );

    assert!(page.contains("<a href=\"&#x2f;form&#x2f;?a=1&amp;b=2\">Load the form again</a>"), "{page}");
}
