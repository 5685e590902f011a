//! `signup/`.

use vestibule::clock::Clock;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::{Browser, RunningSite};

use super::html::assert_accessible;
use super::{PASSWORD, assert_uncached, fixed, log_in, site, visitor, with_gary};

async fn sign_up(client: &mut Client, username: &str, email: &str, passwords: [&str; 2]) -> TestResponse {
    let [first, second] = passwords;
    let fields = [("username", username), ("email", email), ("password1", first), ("password2", second)];
    client.post("/signup/", &fields).await
}

/// The page that is shown again, with its errors.
async fn refused(client: &mut Client, username: &str, email: &str, passwords: [&str; 2]) -> String {
    let response = sign_up(client, username, email, passwords).await;
    assert_eq!(response.status(), 200);
    assert_accessible(&response.text());
    assert_eq!(visitor(client).await, "nobody");
    response.text()
}

#[tokio::test]
async fn a_stranger_makes_an_account_and_is_in() {
    let mut client = Client::new(site()).await.unwrap();
    assert!(client.get("/login/").await.text().contains(r#"<a href="&#x2f;signup&#x2f;">Sign up</a>"#));
    let page = client.get("/signup/").await;
    assert_accessible(&page.text());
    assert_uncached(&page);

    let response = sign_up(&mut client, "ada", "Ada@EXAMPLE.com", [PASSWORD; 2]).await;

    assert_eq!((response.status(), response.location()), (302, Some("/")));
    assert_eq!(visitor(&mut client).await, "ada");
    client.post("/logout/", &[]).await;
    assert_eq!(log_in(&mut client, "ada", PASSWORD).await.status(), 302);
}

#[tokio::test]
async fn there_is_no_such_page_unless_it_is_asked_for() {
    let mut client = Client::new(super::App::build()).await.unwrap();

    assert_eq!(client.get("/signup/").await.status(), 404);
    assert_eq!(sign_up(&mut client, "ada", "ada@example.com", [PASSWORD; 2]).await.status(), 404);
    assert!(!client.get("/login/").await.text().contains("Sign up"));
}

#[tokio::test]
async fn all_that_is_wrong_is_said_at_once() {
    let mut client = with_gary(site()).await;

    let page = refused(&mut client, "<GARY>", "no address", ["12345", "123456"]).await;

    for message in
        ["letters, digits", "no e-mail address", "too short", "too common", "entirely numeric", "differ"]
    {
        assert!(page.contains(message), "{message}: {page}");
    }
    assert!(
        page.contains("&lt;GARY&gt;") && page.contains("no address") && !page.contains("12345"),
        "{page}"
    );
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_in_whatever_case() {
    let mut client = with_gary(site()).await;

    for name in ["gary", "Gary", " gary ", "ｇａｒｙ"] {
        let page = refused(&mut client, name, "other@example.com", [PASSWORD; 2]).await;
        assert!(page.contains("Somebody is called so already."), "{name}: {page}");
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_told_to_nobody() {
    let mut client = with_gary(site()).await;

    let response = sign_up(&mut client, "other", "gary@example.com", [PASSWORD; 2]).await;

    assert_eq!(response.status(), 302);
}

#[tokio::test]
async fn an_address_is_one_address() {
    let mut client = Client::new(site()).await.unwrap();

    for email in ["ada", "ada@", "Ada <ada@example.com>", "a@example.com,b@example.com", "a@b.c\nBcc: d@e.f"]
    {
        let page = refused(&mut client, "ada", email, [PASSWORD; 2]).await;
        assert!(page.contains("This is no e-mail address."), "{email}: {page}");
    }
}

#[tokio::test]
async fn a_password_is_not_like_the_name_or_endless() {
    let mut client = Client::new(site()).await.unwrap();

    let page = refused(&mut client, "adalovelace", "a@example.com", ["adalovelace1"; 2]).await;
    assert!(page.contains("too similar to the username"), "{page}");
    let long = "x1".repeat(3000);
    let page = refused(&mut client, "ada", "a@example.com", [&long; 2]).await;
    assert!(page.contains("At most 4096 bytes"), "{page}");
}

#[tokio::test]
async fn one_client_does_not_try_names_for_ever() {
    let clock = Clock::fixed(Clock::system().now());
    let running = RunningSite::start(
        site().clock(clock).settings(|settings| settings.allowed_hosts = vec!["*".to_owned()]),
    );
    let mut browser = Browser::new();
    browser.get(running.address(), "/signup/", &[]);
    let token = browser.cookie("csrftoken").unwrap().to_owned();
    let fields = [("csrfmiddlewaretoken", &*token), ("username", "ada")];

    let statuses: Vec<_> =
        (0..31).map(|_| browser.post(running.address(), "/signup/", &[], &fields).status).collect();

    assert_eq!(statuses[..30], [200; 30]);
    assert_eq!(statuses[30], 429);
    running.stop();
}

#[tokio::test]
async fn who_may_register_needs_a_table_to_be_in() {
    let users = vestibule::auth::FixedUsers::new([("gary", "123")]);
    let error = Client::new(site().users(users)).await.unwrap_err().to_string();

    assert!(error.contains("the setting `registration` is true"), "{error}");
    assert!(Client::new(fixed(|settings| settings.registration = true)).await.is_ok());
}

#[tokio::test]
async fn an_account_of_several_backends_is_one_of_the_database() {
    let mut client = Client::new(fixed(|settings| settings.registration = true)).await.unwrap();

    sign_up(&mut client, "ada", "ada@example.com", [PASSWORD; 2]).await;

    assert_eq!(visitor(&mut client).await, "ada");
    assert_eq!(client.get("/password_change/").await.status(), 200);
}
