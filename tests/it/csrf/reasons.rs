//! From which pages a request may come, and what is said of one that may not.

use vestibule::http::HeaderValue;
use vestibule::http::header::{ORIGIN, REFERER};
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule_tests::{EveryEvent, RunningSite};

use super::{SECRET_KEY, client, post_with, reason, site, site_with_password, token_for};

#[tokio::test]
async fn no_reason_holds_a_secret_or_a_token() {
    let mut client = client().await;
    token_for(&mut client).await;
    let secret = client.cookie("csrftoken").unwrap().to_owned();
    let wrong = "Wrong".repeat(20);

    for token in [&wrong[..32], &wrong[..64], &wrong[..50]] {
        let answer = client.post("/form/", &[("csrfmiddlewaretoken", token)]).await;
        let said = format!("{} {}", answer.text(), reason(&answer));
        assert!(answer.status() == 403 && !said.contains("Wrong") && !said.contains(&secret), "{said}");
    }
}

#[tokio::test]
async fn no_log_at_any_level_holds_a_secret_or_a_token() {
    let log = EveryEvent::default();
    let _guard = log.listen();

    for use_sessions in [false, true] {
        let site = site_with_password("correct-horse");
        let site = site.settings(move |settings| settings.csrf_use_sessions = use_sessions);
        let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
        let mut secrets = vec!["correct-horse".to_owned(), "battery-staple".to_owned()];
        for password in ["battery-staple", "correct-horse"] {
            let token = token_for(&mut client).await;
            let fields = [("username", "gary"), ("password", password), ("csrfmiddlewaretoken", &*token)];
            client.post("/login/", &fields).await;
            secrets.push(token);
            secrets.extend(
                ["csrftoken", "sessionid"].iter().filter_map(|name| client.cookie(name)).map(str::to_owned),
            );
        }
        // Refused, with the reason in the log.
        let stale = secrets[2].clone();
        post_with(&mut client, "/bytes/", "text/plain", &stale, "").await;

        let log = log.text();
        assert!(log.contains("does not fit the browser's secret"), "{log}");
        for secret in &secrets {
            assert!(!log.contains(secret.as_str()), "{secret} in\n{log}");
        }
    }
}

#[tokio::test]
async fn over_https_the_page_before_must_be_ours() {
    let site = site().settings(|settings| {
        settings.csrf_trusted_origins =
            ["https://good.test", "https://*.wild.test", "https://\u{e9}.test"].map(str::to_owned).into();
    });
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
    let token = token_for(&mut client).await;
    client.headers_mut().insert("x-forwarded-proto", HeaderValue::from_static("https"));

    for (origin, referer, status) in [
        ("", "", 403),
        ("", "https://testserver/form/?a=1", 200),
        ("", "http://testserver/", 403),
        ("", "https://evil.test/https://testserver/", 403),
        ("", "https://testserver:8443/", 403),
        ("", "https://a.wild.test/", 200),
        ("", "https://\u{e9}.test/", 200),
        ("https://\u{e9}.test", "", 200),
        ("https://testserver", "", 200),
        ("https://testserver", "https://evil.test/", 200),
        ("http://testserver", "https://testserver/", 403),
        ("https://good.test", "", 200),
        ("https://a.b.wild.test", "", 200),
        ("https://evilwild.test", "", 403),
        ("null", "https://testserver/", 403),
    ] {
        let mut browser = client.clone();
        for (name, value) in
            [(ORIGIN, origin), (REFERER, referer)].into_iter().filter(|pair| !pair.1.is_empty())
        {
            // A header's characters are its bytes.
            let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
            browser.headers_mut().insert(name, HeaderValue::from_bytes(&bytes).unwrap());
        }
        let answer = post_with(&mut browser, "/bytes/", "text/plain", &token, "").await;
        assert_eq!(answer.status(), status, "{origin} {referer}: {}", reason(&answer));
    }
}

#[tokio::test]
async fn the_log_names_the_referring_host_and_not_its_address() {
    let mut client = client().await;
    client.headers_mut().insert("x-forwarded-proto", HeaderValue::from_static("https"));
    client
        .headers_mut()
        .insert(REFERER, HeaderValue::from_static("https://me:hush@evil.test/reset/hush/?token=hush"));

    let answer = client.post("/form/", &[]).await;

    assert!(reason(&answer).contains("`evil.test`") && !reason(&answer).contains("hush"));
}

#[test]
fn the_reason_is_shown_to_developers_only() {
    let shown = RunningSite::start(site());
    let hidden = RunningSite::start(site().settings(move |settings| {
        settings.debug = false;
        settings.secret_key = SECRET_KEY.into();
        settings.allowed_hosts = vec!["localhost".into()];
    }));

    let page = refused(&shown, "");
    assert!(page.contains("the browser sent no secret"), "{page}");
    // Whoever comes through a proxy is somebody else, whatever the build.
    for page in [refused(&hidden, ""), refused(&shown, "X-Forwarded-For: 192.0.2.1\r\n")] {
        assert!(page.starts_with("HTTP/1.1 403 ") && page.contains("text/html; charset=utf-8"), "{page}");
        assert!(!page.contains("the browser sent no secret"), "{page}");
        assert!(page.contains("CSRF check failed: this form was not sent from this site."));
    }
}

#[test]
fn what_a_stranger_wrote_is_escaped_on_the_page() {
    let memory = |settings: &mut Settings| settings.database_url = "sqlite::memory:".into();
    let page = refused(&RunningSite::start(site().settings(memory)), "Origin: <script>\r\n");

    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"), "{page}");
}

/// The answer to a form that brings nothing, over a connection from this machine.
fn refused(site: &RunningSite, headers: &str) -> String {
    site.exchange(format!(
        "POST /form/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}Content-Length: 0\r\n\r\n"
    ))
}
