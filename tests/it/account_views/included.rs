//! Under prefixes, with templates of the application's own, and beside its other layers.

use vestibule::auth::FixedUsers;
use vestibule::prelude::*;
use vestibule::testing::Client;

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

#[view(GET, "/", app = crate::account_views::included::members::App)]
async fn index() -> &'static str {
    "inside"
}

#[tokio::test]
async fn links_follow_the_prefix() {
    let site = accounts::App::build().settings(|settings| settings.registration = true);
    let mut client = Client::new(site).await.unwrap();
    let page = client.get("/accounts/login/").await.text();
    assert_accessible(&page);
    for path in ["login/style.css", "signup/"] {
        let escaped = format!("\"/accounts/{path}\"").replace('/', "&#x2f;");
        assert!(page.contains(&escaped), "{path}: {page}");
    }
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
    for path in ["login/", "login/style.css", "signup/"] {
        assert_eq!(client.get(&format!("/our/members/{path}")).await.status(), 200, "{path}");
    }
}

#[tokio::test]
async fn a_backend_of_ones_own_has_people_in_and_out_and_no_more() {
    let site = members::App::build().users(FixedUsers::new([("gary", "123")]));
    let mut client = Client::new(site).await.unwrap();

    let page = client.get("/our/members/login/").await.text();
    assert!(!page.contains("signup"), "{page}");
    let fields = [("username", "gary"), ("password", "123")];
    assert_eq!(client.post("/our/members/login/", &fields).await.location(), Some("/"));
    assert_eq!(client.get("/our/members/signup/").await.status(), 404);
    assert_eq!(client.post("/our/members/logout/", &[]).await.status(), 200);
}
