//! Secrets and tokens: when they are made, sent, asked for and ended.

use vestibule::csrf::Secret;
use vestibule::http::{HeaderValue, Method};
use vestibule::testing::Client;

use super::{X_CSRFTOKEN, between, client, post_with, reason, site, token_for, with_sessions};

const NO_TOKEN: &str = "CSRF check failed: no token in the form or the headers: ";

#[tokio::test]
async fn a_form_of_ours_comes_back() {
    let mut client = client().await;
    let page = client.get("/form/").await;
    let text = page.text();
    let token = between(&text, "name=\"csrfmiddlewaretoken\" value=\"", "\">");

    let answer = client.post("/form/", &[("csrfmiddlewaretoken", token), ("name", "a b")]).await;

    assert!(text.starts_with("<form method=\"post\"><input type=\"hidden\" name="), "{text}");
    assert_eq!(page.header("vary"), Some("Cookie"));
    assert_eq!(answer.text(), format!("csrfmiddlewaretoken={token}&name=a+b"));
    assert_eq!(answer.header("set-cookie"), None);
}

#[tokio::test]
async fn who_asks_for_no_token_is_sent_no_cookie() {
    let page = client().await.get("/").await;

    assert_eq!((page.status(), page.header("set-cookie"), page.header("vary")), (200, None, None));
}

#[tokio::test]
async fn every_page_has_another_token_of_the_same_secret() {
    let mut client = client().await;

    let page = client.get("/form/").await.text();
    let first = between(&page, "value=\"", "\"").to_owned();
    let second = between(&page, "content=\"", "\"").to_owned();
    let cookie = client.cookie("csrftoken").unwrap().to_owned();
    let third = token_for(&mut client).await;

    assert_eq!(client.cookie("csrftoken"), Some(&*cookie));
    for (token, other) in [(&first, &second), (&second, &third), (&third, &first)] {
        assert!(token != other && token.len() == 64 && !token.contains(&cookie));
        assert_eq!(Secret::read(token).unwrap().expose(), cookie);
    }
}

#[tokio::test]
async fn what_changes_something_needs_proof_whatever_its_method() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let mut scripted = client.clone();
    scripted.headers_mut().insert(X_CSRFTOKEN, HeaderValue::from_str(&token).unwrap());

    for (method, status) in
        [("POST", 200), ("PUT", 200), ("PATCH", 200), ("DELETE", 200), ("BREW", 405), ("post", 405)]
    {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let refused = client.request(method.clone(), "/bytes/", None, "").await;
        let accepted = scripted.request(method.clone(), "/bytes/", None, "").await;

        assert_eq!((refused.status(), accepted.status()), (403, status), "{method}");
        assert!(reason(&refused).starts_with(NO_TOKEN), "{}", reason(&refused));
    }
    for (method, status) in [("GET", 200), ("HEAD", 200), ("OPTIONS", 200), ("TRACE", 405)] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        assert_eq!(client.request(method.clone(), "/bytes/", None, "").await.status(), status, "{method}");
    }
}

#[tokio::test]
async fn a_path_that_nobody_has_is_not_checked() {
    assert_eq!(client().await.post("/nowhere/", &[]).await.status(), 404);
}

#[tokio::test]
async fn the_token_of_another_browser_is_worth_nothing() {
    let mut client = client().await;
    let mut other = Client::of(client.service().clone());
    token_for(&mut client).await;
    let stolen = token_for(&mut other).await;

    let answer = post_with(&mut client, "/bytes/", "text/plain", &stolen, "").await;

    assert_eq!(answer.status(), 403);
    assert!(reason(&answer).ends_with("the token in the headers does not fit the browser's secret"));
    client.clear_cookies();
    let answer = post_with(&mut client, "/bytes/", "text/plain", &stolen, "").await;
    assert!(reason(&answer).ends_with("the browser sent no secret"));
}

#[tokio::test]
async fn cookies_of_host_names_are_as_good() {
    let site = site().settings(|settings| {
        settings.csrf_cookie_name = "__Host-csrf".into();
        settings.session_cookie_name = "__Host-sid".into();
        settings.session_cookie_domain = Some("example.com".into());
        settings.session_cookie_path = "/app/".into();
    });
    let mut client = Client::new(site).await.unwrap().enforce_csrf_checks();
    let token = token_for(&mut client).await;

    let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &*token)];
    let answer = client.post("/login/", &fields).await;

    assert_eq!(answer.text(), "welcome");
    for name in ["__Host-csrf", "__Host-sid"] {
        let line = answer.set_cookie(name).unwrap();
        assert!(line.contains("; Path=/; ") && line.ends_with("; Secure"), "{line}");
        assert!(!line.contains("Domain"), "{line}");
    }
    let token = token_for(&mut client).await;
    assert_eq!(post_with(&mut client, "/bytes/", "text/plain", &token, "").await.status(), 200);
}

#[tokio::test]
async fn an_exempt_view_takes_anything() {
    let mut client = client().await;

    assert_eq!(client.post("/hook/", &[("a", "1")]).await.text(), "hooked");
}

#[tokio::test]
async fn a_view_may_ensure_the_cookie() {
    let mut client = client().await;
    let page = client.get("/cookie/").await;
    let secret = client.cookie("csrftoken").unwrap().to_owned();

    // A script sends what it finds in the cookie.
    let answer = post_with(&mut client, "/json/", "application/json", &secret, "[1]").await;

    assert!(page.set_cookie("csrftoken").unwrap().ends_with("; Max-Age=31449600; Path=/; SameSite=Lax"));
    assert_eq!((page.header("vary"), &*answer.text()), (Some("Cookie"), "[1]"));
}

#[tokio::test]
async fn the_cookie_comes_with_an_error_too() {
    let answer = client().await.get("/fails/").await;

    assert!(answer.status() == 500 && answer.set_cookie("csrftoken").is_some());
}

#[tokio::test]
async fn a_login_ends_the_token() {
    for mut client in [client().await, with_sessions().await] {
        let token = token_for(&mut client).await;
        let fields = [("username", "gary"), ("password", "123"), ("csrfmiddlewaretoken", &token)];

        assert_eq!(client.post("/login/", &fields).await.text(), "welcome");

        let old = post_with(&mut client, "/bytes/", "text/plain", &token, "").await;
        assert!(old.status() == 403 && reason(&old).contains("does not fit"), "{}", reason(&old));
        let new = token_for(&mut client).await;
        assert_eq!(post_with(&mut client, "/bytes/", "text/plain", &new, "").await.status(), 200);
    }
}

#[tokio::test]
async fn a_failed_login_keeps_the_token() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    let before = client.cookie("csrftoken").unwrap().to_owned();

    client.post("/login/", &[("username", "gary"), ("password", "1"), ("csrfmiddlewaretoken", &token)]).await;

    assert_eq!(client.cookie("csrftoken"), Some(&*before));
}

#[tokio::test]
async fn a_secret_in_the_session_needs_no_cookie_of_its_own() {
    let mut client = with_sessions().await;
    assert_eq!(client.get("/").await.header("set-cookie"), None);

    let page = client.get("/form/").await.text();
    let token = between(&page, "value=\"", "\"");
    let answer = client.post("/form/", &[("csrfmiddlewaretoken", token)]).await;

    assert_eq!((answer.status(), client.cookie("csrftoken")), (200, None));
    assert_eq!(client.post("/form/", &[]).await.status(), 403);
    client.clear_cookies();
    assert!(reason(&client.post("/form/", &[]).await).ends_with("the browser sent no secret"));
    // Asked for again, it is the same and nothing is stored: the cookie is sent for what changed only.
    client.get("/token/").await;
    assert_eq!(client.get("/token/").await.header("set-cookie"), None);
}

#[tokio::test]
async fn a_secret_of_an_older_django_is_read_and_sent_bare() {
    let secret = Secret::new().unwrap();
    let mut client = client().await;
    client.set_cookie("csrftoken", &secret.token().unwrap());

    let answer = post_with(&mut client, "/bytes/", "text/plain", &secret.token().unwrap(), "").await;
    assert_eq!((answer.status(), answer.header("set-cookie")), (200, None));

    client.get("/token/").await;
    assert_eq!(client.cookie("csrftoken"), Some(secret.expose()));
}

/// A name with `_` is another header, which proxies pass on unseen.
#[tokio::test]
async fn a_header_of_nearly_the_name_is_not_the_header() {
    let mut client = client().await;
    let token = token_for(&mut client).await;
    client.headers_mut().insert("x_csrftoken", HeaderValue::from_str(&token).unwrap());
    client.headers_mut().insert("x_forwarded_proto", HeaderValue::from_static("https"));

    let answer = client.post("/form/", &[]).await;

    // Over https the missing referer would come first.
    assert!(reason(&answer).starts_with(NO_TOKEN), "{}", reason(&answer));
}

#[tokio::test]
async fn a_test_need_not_bother() {
    let mut client = Client::new(site()).await.unwrap();

    assert_eq!(client.post("/form/", &[("a", "1")]).await.text(), "a=1");
}
