//! Under prefixes, with templates of the application's own, and beside its other layers.

use vestibule::auth::{FixedUsers, NewUser, Users};
use vestibule::prelude::*;
use vestibule::testing::Client;

use super::PASSWORD;
use super::html::assert_accessible;

/// Under Django's prefix, and without a login view of its own.
mod accounts {
    vestibule::app! { include: ["/accounts" => vestibule::auth::views::App] }
}

/// Under another one, with some pages of its own.
mod members {
    vestibule::app! {
        login: vestibule::auth::views::login,
        include: ["/our/members" => vestibule::auth::views::App],
        templates: "it/account_views/templates",
        middleware: [
            vestibule::middleware::SessionMiddleware,
            vestibule::middleware::ContentSecurityPolicyMiddleware,
            vestibule::middleware::CommonMiddleware,
            vestibule::middleware::CsrfViewMiddleware,
            vestibule::middleware::AuthenticationMiddleware,
            vestibule::middleware::LoginRequiredMiddleware,
        ],
    }
}

#[view(POST, "/make/", app = crate::account_views::included::accounts::App)]
async fn make(users: Users) -> Result<String> {
    let new = NewUser::new("gary").email("gary@example.com").password(PASSWORD);
    Ok(users.create(new).await?.to_string())
}

#[view(GET, "/", app = crate::account_views::included::members::App)]
async fn index() -> &'static str {
    "inside"
}

#[tokio::test]
async fn links_follow_the_prefix() {
    let site = accounts::App::build().settings(|settings| settings.registration = true);
    let mut client = Client::new(site).await.unwrap();
    client.post("/make/", &[]).await;

    let stranger = client.get("/accounts/password_change/").await;
    assert_eq!(stranger.location(), Some("/accounts/login/?next=/accounts/password_change/"));
    let page = client.get("/accounts/login/").await.text();
    assert_accessible(&page);
    for path in ["login/style.css", "signup/", "password_reset/"] {
        let escaped = format!("\"/accounts/{path}\"").replace('/', "&#x2f;");
        assert!(page.contains(&escaped), "{path}: {page}");
    }

    let response = client.post("/accounts/password_reset/", &[("email", "gary@example.com")]).await;
    assert_eq!(response.location(), Some("/accounts/password_reset/done/"));
    let text = client.outbox().await[0].text().to_owned();
    assert!(text.contains("\nhttp://testserver/accounts/reset/"), "{text}");
}

#[tokio::test]
async fn templates_of_the_application_are_taken_first() {
    let site = members::App::build().users(FixedUsers::new([("gary", "123")]));
    let mut client = Client::new(site).await.unwrap();

    let page = client.get("/our/members/login/").await.text();
    assert!(page.contains("<title>Ours</title>") && page.contains("<h1>Log in</h1>"), "{page}");
    assert_accessible(&page);
    assert_eq!(client.post("/our/members/logout/", &[]).await.text().trim(), "Bye.");
}

#[tokio::test]
async fn where_all_views_want_a_login_these_pages_do_not() {
    let site = members::App::build().settings(|settings| settings.registration = true);
    let mut client = Client::new(site).await.unwrap();

    assert_eq!(client.get("/").await.location(), Some("/our/members/login/?next=/"));
    for path in
        ["login/", "login/style.css", "signup/", "password_reset/", "password_reset/done/", "reset/done/"]
    {
        assert_eq!(client.get(&format!("/our/members/{path}")).await.status(), 200, "{path}");
    }
    assert_eq!(client.get("/our/members/reset/MQ/a-b/").await.status(), 200);
    assert_eq!(client.get("/our/members/password_change/").await.status(), 302);
}

#[tokio::test]
async fn a_backend_of_ones_own_has_people_in_and_out_and_no_more() {
    let site = members::App::build().users(FixedUsers::new([("gary", "123")]));
    let mut client = Client::new(site).await.unwrap();

    let page = client.get("/our/members/login/").await.text();
    assert!(!page.contains("password_reset") && !page.contains("signup"), "{page}");
    let fields = [("username", "gary"), ("password", "123")];
    assert_eq!(client.post("/our/members/login/", &fields).await.location(), Some("/"));
    for path in [
        "signup/",
        "password_change/",
        "password_change/done/",
        "password_reset/",
        "password_reset/done/",
        "reset/MQ/a-b/",
        "reset/done/",
    ] {
        assert_eq!(client.get(&format!("/our/members/{path}")).await.status(), 404, "{path}");
    }
    assert_eq!(client.post("/our/members/logout/", &[]).await.status(), 200);
}
