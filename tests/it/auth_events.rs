//! Who is told of logins and logouts, when, and what an error of theirs does.

use std::sync::{Arc, Mutex};

use vestibule::auth::{self, Credentials, FixedUsers, UserLoggedIn, UserLoggedOut, UserLoginFailed};
use vestibule::prelude::*;
use vestibule::testing::Client;

/// An application that is part of the one that is tested.
mod included {
    use vestibule::auth::UserLoggedIn;
    use vestibule::prelude::*;

    use super::note;

    vestibule::app! {}

    #[view(GET, "/included/", app = crate::auth_events::included::App)]
    async fn page() -> &'static str {
        ""
    }

    #[on(UserLoggedIn, app = crate::auth_events::included::App)]
    async fn of_the_included(_: &UserLoggedIn, request: &mut Request) {
        note(request, "included");
    }

    #[on(UserLoggedIn, order = -1, app = crate::auth_events::included::App)]
    async fn before_all(_: &UserLoggedIn, request: &mut Request) {
        note(request, "before");
    }
}

/// An application of the same binary that is none of it.
mod other {
    use vestibule::auth::UserLoggedIn;
    use vestibule::prelude::*;

    vestibule::app! {}

    #[on(UserLoggedIn, app = crate::auth_events::other::App)]
    async fn of_another(_: &UserLoggedIn) {
        panic!("of another application");
    }
}

vestibule::app! { include: [included::App] }

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

fn note(request: &Request, line: impl Into<String>) {
    request.state::<Notes>().unwrap().0.lock().unwrap().push(line.into());
}

#[on(UserLoggedIn, app = crate::auth_events::App)]
async fn first(event: &UserLoggedIn, request: &mut Request) -> Result<()> {
    let seen = request.user().await?.map(|user| user.to_string()).unwrap_or_default();
    let id: Option<String> = request.session().await?.get("_auth_user_id")?;
    note(request, format!("in: {} {seen} {}", event.user, id.unwrap_or_default()));
    Ok(())
}

#[on(UserLoggedIn, app = crate::auth_events::App)]
async fn second(event: &auth::UserLoggedIn, request: &mut Request) -> std::result::Result<(), Error> {
    match event.user.username() {
        "refused" => Err(Error::permission_denied("not at this hour")),
        "panic" => panic!("nobody of this name"),
        _ => {
            note(request, "second");
            Ok(())
        }
    }
}

#[on(UserLoggedIn, order = i32::MAX, app = crate::auth_events::App)]
async fn last(_: &UserLoggedIn, request: &mut Request) {
    note(request, "last");
}

#[on(UserLoggedOut, app = crate::auth_events::App)]
async fn out(event: &UserLoggedOut, request: &mut Request) -> Result<()> {
    let name = event.user.as_ref().map_or("nobody".to_owned(), ToString::to_string);
    let cart: Option<String> = request.session().await?.get("cart")?;
    note(request, format!("out: {name} {}", cart.unwrap_or_default()));
    match name == "stay" {
        true => Err(Error::permission_denied("nobody leaves")),
        false => Ok(()),
    }
}

#[on(UserLoginFailed, app = crate::auth_events::App)]
async fn failed(event: &UserLoginFailed, request: &mut Request) -> Result<()> {
    let Credentials { username, password } = &event.credentials;
    note(request, format!("failed: {username} {password}"));
    match &**username {
        "banned" => Err(Error::bad_request("this name is not welcome")),
        _ => Ok(()),
    }
}

#[view(POST, "/login/", app = crate::auth_events::App)]
async fn login(request: &mut Request, Form(credentials): Form<Credentials>) -> Result<&'static str> {
    let Some(user) = auth::authenticate(request, &credentials).await? else { return Ok("no") };
    request.session().await?.insert("cart", "full")?;
    auth::login(request, user).await?;
    Ok("in")
}

#[view(POST, "/logout/", app = crate::auth_events::App)]
async fn logout(request: &mut Request) -> Result<&'static str> {
    auth::logout(request).await?;
    Ok("out")
}

#[view(GET, "/who/", app = crate::auth_events::App)]
async fn who(user: Option<User>) -> String {
    user.map_or("nobody".to_owned(), |user| user.to_string())
}

async fn client() -> (Client, Notes) {
    let notes = Notes::default();
    let users = FixedUsers::new([("gary", "123"), ("refused", "123"), ("panic", "123"), ("stay", "123")]);
    (Client::new(App::build().users(users).state(notes.clone())).await.unwrap(), notes)
}

async fn log_in(client: &mut Client, username: &str, password: &str) -> u16 {
    client.post("/login/", &[("username", username), ("password", password)]).await.status()
}

impl Notes {
    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[tokio::test]
async fn a_login_is_told_in_order_to_those_of_the_application_and_what_it_includes() {
    let (mut client, notes) = client().await;

    assert_eq!(log_in(&mut client, "gary", "123").await, 200);

    assert_eq!(notes.taken(), ["before", "in: gary gary 1", "second", "included", "last"]);
    assert_eq!(client.get("/who/").await.text(), "gary");
}

#[tokio::test]
async fn who_objects_to_a_login_keeps_the_user_out() {
    for (name, status) in [("refused", 403), ("panic", 500)] {
        let (mut client, notes) = client().await;

        assert_eq!(log_in(&mut client, name, "123").await, status, "{name}");

        assert!(!notes.taken().contains(&"last".to_owned()), "{name}");
        assert_eq!(client.get("/who/").await.text(), "nobody", "{name}");
    }
}

#[tokio::test]
async fn a_logout_is_told_before_the_session_ends() {
    let (mut client, notes) = client().await;
    log_in(&mut client, "gary", "123").await;
    notes.taken();

    client.post("/logout/", &[]).await;
    client.post("/logout/", &[]).await;

    assert_eq!(notes.taken(), ["out: gary full", "out: nobody "]);
}

#[tokio::test]
async fn nobody_is_kept_from_logging_out() {
    let (mut client, _) = client().await;
    log_in(&mut client, "stay", "123").await;
    let mut copy = client.clone();

    assert_eq!(client.post("/logout/", &[]).await.status(), 403);

    assert_eq!(client.get("/who/").await.text(), "nobody");
    assert_eq!(copy.get("/who/").await.text(), "nobody");
}

#[tokio::test]
async fn a_failure_is_told_without_the_password() {
    let (mut client, notes) = client().await;

    assert_eq!(log_in(&mut client, "gary", "124").await, 200);
    assert_eq!(log_in(&mut client, "banned", "x").await, 400);

    assert_eq!(notes.taken(), ["failed: gary ********************", "failed: banned ********************"]);
}

#[tokio::test]
async fn attempts_in_a_pause_are_no_failures() {
    let (mut client, notes) = client().await;
    let mut looked_at = 0;
    while log_in(&mut client, "gary", "124").await != 429 {
        looked_at += 1;
    }

    assert_eq!(notes.taken().len(), looked_at);
}
