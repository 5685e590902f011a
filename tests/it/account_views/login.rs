//! `login/`.

use std::time::Duration;

use vestibule::Settings;
use vestibule::clock::Clock;
use vestibule::testing::Client;

use super::html::assert_accessible;
use super::{assert_uncached, fixed, log_in};

async fn client(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Client {
    Client::new(fixed(adjust)).await.unwrap()
}

#[tokio::test]
async fn who_has_name_and_password_is_let_in_and_goes_on() {
    let mut client = client(|_| {}).await;

    let stranger = client.get("/").await;
    let page = client.get(stranger.location().unwrap()).await;
    assert_eq!(page.status(), 200);
    assert_accessible(&page.text());
    assert_uncached(&page);

    let response = client.post("/login/?next=/", &[("username", "gary"), ("password", "123")]).await;
    assert_eq!((response.status(), response.location()), (302, Some("/")));
    assert_uncached(&response);
    assert_eq!(client.get("/").await.text(), "Hello gary");
}

#[tokio::test]
async fn a_wrong_password_shows_the_form_again_with_what_is_wrong() {
    let mut client = client(|_| {}).await;

    let response = log_in(&mut client, "<gary>", "hunter\"2").await;

    assert_eq!(response.status(), 200);
    let page = response.text();
    assert_accessible(&page);
    assert!(page.contains("Name and password do not match"), "{page}");
    assert!(page.contains(r#"value="&lt;gary&gt;""#) && !page.contains("hunter"), "{page}");
    assert_eq!(client.get("/who/").await.text(), "nobody");
}

#[tokio::test]
async fn what_is_missing_is_said_beside_its_field() {
    let mut client = client(|_| {}).await;

    let page = client.post("/login/", &[("username", " ")]).await.text();

    assert_accessible(&page);
    for field in ["username", "password"] {
        assert!(page.contains(&format!("aria-describedby=\"id_{field}_error\"")), "{page}");
    }
}

#[tokio::test]
async fn after_many_wrong_passwords_the_page_says_how_long_to_wait() {
    let clock = Clock::fixed(Clock::system().now());
    let mut client = Client::new(fixed(|_| {}).clock(clock.clone())).await.unwrap();
    for _ in 0..5 {
        assert_eq!(log_in(&mut client, "gary", "no").await.status(), 200);
    }

    let response = log_in(&mut client, "gary", "123").await;
    assert_eq!((response.status(), response.header("Retry-After")), (429, Some("1")));
    assert_accessible(&response.text());
    assert!(response.text().contains("Try again in a second."), "{}", response.text());

    clock.set(clock.now() + Duration::from_secs(2));
    assert_eq!(log_in(&mut client, "gary", "123").await.status(), 302);
}

#[tokio::test]
async fn a_program_that_has_to_wait_is_told_in_its_own_language() {
    let mut client = client(|_| {}).await;
    client.headers_mut().insert("accept", "application/json".parse().unwrap());
    for _ in 0..5 {
        log_in(&mut client, "gary", "no").await;
    }

    let response = log_in(&mut client, "gary", "no").await;

    assert_eq!(response.status(), 429);
    assert_eq!(response.json()["status"], 429);
}

#[tokio::test]
async fn nobody_is_led_to_another_site() {
    let evil = [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test/",
        "http:evil.test",
        "javascript:alert(1)",
        "/\t/evil.test/",
        "\u{1}//evil.test/",
        " //evil.test/",
    ];
    for next in evil {
        let mut client = client(|_| {}).await;
        let fields = [("username", "gary"), ("password", "123"), ("next", next)];

        let page = client.post("/login/", &[("username", "gary"), ("next", next)]).await.text();
        assert!(!page.contains("evil") && !page.contains("javascript:"), "{page}");
        let response = client.post("/login/?next=/who/", &fields).await;

        assert_eq!(response.location(), Some("/"), "{next}");
    }
}

#[tokio::test]
async fn the_form_takes_the_page_along() {
    let mut client = client(|_| {}).await;

    let page = client.get("/login/?next=/who/%3Fa=%22%3E").await.text();

    let field = r#"<input type="hidden" name="next" value="&#x2f;who&#x2f;?a=&quot;&gt;">"#;
    assert!(page.contains(field), "{page}");
}

#[tokio::test]
async fn the_settings_say_where_to_go_by_default() {
    let mut client = client(|settings| settings.login_redirect_url = "/who/".into()).await;

    assert_eq!(log_in(&mut client, "gary", "123").await.location(), Some("/who/"));
    let response = client.post("/login/?next=/login/", &[("username", "gary"), ("password", "123")]).await;
    assert_eq!(response.location(), Some("/who/"), "the login page itself is no page to go to");
}

#[tokio::test]
async fn who_is_logged_in_is_sent_on_if_the_settings_say_so() {
    let mut client = client(|settings| settings.redirect_authenticated_user = true).await;
    assert_eq!(client.get("/login/").await.status(), 200);

    log_in(&mut client, "gary", "123").await;

    assert_eq!(client.get("/login/?next=/who/").await.location(), Some("/who/"));
    assert_eq!(client.get("/login/?next=/login/").await.location(), Some("/"));
}

#[tokio::test]
async fn who_is_logged_in_sees_the_form_if_they_do_not() {
    let mut client = client(|_| {}).await;
    log_in(&mut client, "gary", "123").await;

    assert_eq!(client.get("/login/").await.status(), 200);
    log_in(&mut client, "mary", "456").await;
    assert_eq!(client.get("/who/").await.text(), "mary");
}

#[tokio::test]
async fn a_page_that_would_lead_to_itself_for_ever_is_an_error() {
    let mut client = client(|settings| {
        settings.redirect_authenticated_user = true;
        settings.login_redirect_url = "/login/?again=1".into();
    })
    .await;

    let response = log_in(&mut client, "gary", "123").await;

    assert_eq!(response.status(), 500);
    assert!(response.errors()[0].contains("`login_redirect_url`"), "{:?}", response.errors());
}

#[tokio::test]
async fn a_form_from_elsewhere_logs_nobody_in() {
    let mut client = client(|_| {}).await.enforce_csrf_checks();
    client.get("/login/").await;

    assert_eq!(log_in(&mut client, "gary", "123").await.status(), 403);

    let token = client.cookie("csrftoken").unwrap().to_owned();
    let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &token)];
    assert_eq!(client.post("/login/", &fields).await.status(), 302);
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let mut client = client(|_| {}).await;

    assert_eq!(client.post_json("/login/", &[1]).await.status(), 415);
    let response = client.request("PUT".parse().unwrap(), "/login/", None, "").await;
    assert_eq!(response.status(), 405);
}

#[tokio::test]
async fn the_look_is_a_file_that_caches_keep() {
    let mut client = client(|_| {}).await;
    let page = client.get("/login/").await.text();
    assert!(page.contains(r#"<link rel="stylesheet" href="&#x2f;login&#x2f;style.css">"#), "{page}");

    let style = client.get("/login/style.css").await;

    assert_eq!(style.header("Content-Type"), Some("text/css; charset=utf-8"));
    assert_eq!(style.header("Cache-Control"), Some("max-age=3600, public"));
    assert_eq!(style.header("Vary"), None);
    assert!(style.text().contains("prefers-color-scheme: dark"));
}
