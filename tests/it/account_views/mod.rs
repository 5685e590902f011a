//! The pages of `auth::views`, as applications include them.

mod html;
mod included;
mod login;
mod logout;
mod password_change;
mod password_reset;
mod signup;

use vestibule::auth::{FixedUsers, NewUser, Users, views};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{Settings, Site};

vestibule::app! { login: views::login, include: [views::App] }

#[view(GET, "/", app = crate::account_views::App)]
#[login_auth]
async fn index(user: User) -> String {
    format!("Hello {user}")
}

/// Who is there, for strangers too.
#[view(GET, "/who/", app = crate::account_views::App)]
async fn who(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| user.to_string())
}

/// Makes a user of the database, as a command would.
#[view(POST, "/make/{username}/{email}/{password}/", app = crate::account_views::App)]
async fn make(users: Users, username: String, email: String, password: String) -> Result<String> {
    let new = NewUser::new(username).email(email).active(password != "inactive");
    let new = if password == "none" { new } else { new.password(password) };
    Ok(users.create(new).await?.id().to_owned())
}

/// With two users who are in no database of its own, but for those of the name `database`.
fn fixed(adjust: impl FnOnce(&mut Settings) + Send + 'static) -> Site<App> {
    let users = FixedUsers::new([("gary", "123"), ("mary", "456")]);
    App::build().users(users).database_users().settings(adjust)
}

/// With users in the database, and strangers who may register.
fn site() -> Site<App> {
    App::build().settings(|settings| settings.registration = true)
}

const PASSWORD: &str = "correct horse battery";

/// A browser before a site with one user, `gary`.
async fn with_gary(site: Site<App>) -> Client {
    let mut client = Client::new(site).await.unwrap();
    make_user(&mut client, "gary", "gary@example.com", PASSWORD).await;
    client
}

async fn make_user(client: &mut Client, username: &str, email: &str, password: &str) {
    let url = make::url(username, email, password);
    assert_eq!(client.post(&url, &[]).await.status(), 200);
}

async fn log_in(client: &mut Client, username: &str, password: &str) -> TestResponse {
    client.post("/login/", &[("username", username), ("password", password)]).await
}

async fn visitor(client: &mut Client) -> String {
    client.get("/who/").await.text()
}

/// No cache keeps it, and none has it shown again.
fn assert_uncached(response: &TestResponse) {
    let expected = "max-age=0, no-cache, no-store, must-revalidate, private";
    assert_eq!(response.header("Cache-Control"), Some(expected));
    assert!(response.header("Expires").is_some());
}
