//! The group `auth_flow`: what login, logout and the question who is there do to a session and its cookies.
//!
//! Under which secret key and for which password some of the sessions end, the file does not say: there the hash is
//! compared by what it does, which is to let its user in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use vestibule::auth::{self, AuthBackend, BackendFuture, Credentials};
use vestibule::clock::Clock;
use vestibule::cookies::Cookies;
use vestibule::prelude::*;
use vestibule::sessions::{SessionKey, Sessions};
use vestibule::signing::Keys;
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::TempDir;

use super::site::client;
use super::{Meta, expect_eq};

vestibule::app! { middleware: [SessionMiddleware, CsrfViewMiddleware, AuthenticationMiddleware] }

/// A secret of before, which a login replaces.
const CSRF_SECRET: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The case's users, by their ids.
#[derive(Clone, Default)]
struct Table(Arc<Mutex<BTreeMap<String, Row>>>);

#[derive(Clone)]
struct Row {
    username: String,
    password: String,
    is_active: bool,
}

impl Table {
    fn user(&self, wanted: impl Fn(&str, &Row) -> bool) -> Option<User> {
        let rows = self.0.lock().unwrap();
        let (id, row) = rows.iter().find(|(id, row)| wanted(id, row))?;
        Some(User::builder(id, &row.username).password(&row.password).active(row.is_active).build())
    }

    fn named(&self, name: &str) -> Option<User> {
        self.user(|_, row| row.username == name)
    }
}

impl AuthBackend for Table {
    fn authenticate<'a>(&'a self, _: &'a Credentials) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(None))
    }

    fn user<'a>(&'a self, id: &'a str) -> BackendFuture<'a> {
        BackendFuture::Ready(Ok(self.user(|its_id, _| its_id == id)))
    }
}

#[view(GET, "/login/{name}/", app = crate::vectors::auth_flow::App)]
async fn login(request: &mut Request, name: String, State(table): State<Table>) -> Result<String> {
    let user = table.named(&name).ok_or_else(|| Error::not_found("no such user"))?;
    auth::login(request, user).await?;
    who_is_there(request).await
}

#[view(GET, "/logout/", app = crate::vectors::auth_flow::App)]
async fn logout(request: &mut Request) -> Result<String> {
    auth::logout(request).await?;
    who_is_there(request).await
}

#[view(GET, "/who/", app = crate::vectors::auth_flow::App)]
async fn who(request: &mut Request) -> Result<String> {
    who_is_there(request).await
}

#[view(GET, "/change/", app = crate::vectors::auth_flow::App)]
async fn change(request: &mut Request, user: User, State(table): State<Table>) -> Result<String> {
    table.0.lock().unwrap().get_mut(user.id()).unwrap().password = "another".to_owned();
    let changed = table.named(user.username()).unwrap();
    auth::update_session_auth_hash(request, &changed).await?;
    who_is_there(request).await
}

async fn who_is_there(request: &mut Request) -> Result<String> {
    Ok(auth::get_user(request).await?.map(|user| user.to_string()).unwrap_or_default())
}

/// Runs one case.
pub(super) async fn case(meta: &Meta, case: &Value) -> Result<(), String> {
    let directory = TempDir::new();
    let mut settings = meta.settings(case)?;
    settings.database_url = directory.sqlite();
    let table = table_of(case)?;
    let before = Sessions::open(&settings, &meta.keys(false), &Clock::system()).map_err(told)?;
    before.prepare().await.map_err(told)?;
    let old_key = store(&before, &case["session_before"]).await?;

    if case["options"]["rotate"] == true {
        settings.secret_key = "the key of after the rotation, which is another".to_owned();
        if case["options"]["fallback"] == true {
            settings.secret_key_fallbacks = vec![meta.secret_key.clone()];
        }
    }
    let fallbacks = settings.secret_key_fallbacks.iter().map(String::as_str);
    let keys = Keys::new(&*settings.secret_key, fallbacks);
    let after = Sessions::open(&settings, &keys, &Clock::system()).map_err(told)?;
    let path = match case["action"].as_str().unwrap_or_default() {
        "who inactive" => {
            table.0.lock().unwrap().values_mut().for_each(|row| row.is_active = false);
            "/who/".to_owned()
        }
        "change password keep" => "/change/".to_owned(),
        action => format!("/{}/", action.replace(' ', "/")),
    };
    let mut client = client(App::build().users(table.clone()).state(table), settings).await?;
    client.set_cookie("csrftoken", CSRF_SECRET);
    if let Some(key) = &old_key {
        client.set_cookie("sessionid", key.as_str());
    }

    let answer = client.get(&path).await;

    check(&case["expect"], &after, old_key, &mut client, &answer).await
}

fn table_of(case: &Value) -> Result<Table, String> {
    let rows = case["users"].as_object().ok_or("no users")?.iter().map(|(id, row)| {
        let text = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
        (id.clone(), Row { username: text("username"), password: text("password"), is_active: true })
    });
    Ok(Table(Arc::new(Mutex::new(rows.collect()))))
}

async fn store(sessions: &Sessions, data: &Value) -> Result<Option<SessionKey>, String> {
    let Some(data) = data.as_object() else { return Ok(None) };
    let session = sessions.begin(&Cookies::parse(b"")).load().await.map_err(told)?;
    for (key, value) in data {
        session.insert(key, value).map_err(told)?;
    }
    session.save().await.map_err(told)?;
    Ok(session.key())
}

async fn check(
    expect: &Value,
    sessions: &Sessions,
    old_key: Option<SessionKey>,
    client: &mut Client,
    answer: &TestResponse,
) -> Result<(), String> {
    expect_eq("the status", u64::from(answer.status()), expect["status"].as_u64().unwrap_or(200))?;
    expect_eq("the user", &*answer.text(), expect["user"].as_str().unwrap_or_default())?;
    expect_eq("Vary", answer.header("vary"), expect["vary"].as_str())?;
    expect_eq("the cookies", &json!(cookie_names(answer)), &expect["set_cookie_order"])?;
    let is_rotated =
        answer.set_cookie("csrftoken").is_some() && client.cookie("csrftoken") != Some(CSRF_SECRET);
    expect_eq("whether the CSRF secret is new", &json!(is_rotated), &expect["csrf_rotated"])?;

    let sent = answer.set_cookie("sessionid").is_some();
    let new_key = client.cookie("sessionid").and_then(SessionKey::from_cookie);
    let is_same = new_key == old_key;
    let is_kept = match &old_key {
        Some(key) => sessions.exists(key).await.map_err(told)?,
        None => false,
    };
    expect_eq("whether the old row is there", &json!(is_kept), &expect["old_row_exists"])?;
    let stored = stored(sessions, new_key.as_ref()).await?;
    let theirs = expect["session_after"].as_object().ok_or("no session")?;
    let fate = match (sent, new_key) {
        (false, _) => "none",
        (true, None) => "deleted",
        (true, Some(_)) if old_key.is_none() => "created",
        (true, Some(_)) if is_same => "kept",
        (true, Some(_)) if theirs.contains_key("cart") => "cycled",
        (true, Some(_)) => "flushed",
    };
    expect_eq("the key's fate", Some(fate), expect["keys"].as_str())?;
    let names = |data: &serde_json::Map<String, Value>| data.keys().cloned().collect::<Vec<_>>();
    expect_eq("the session's entries", names(&stored), names(theirs))?;
    for (name, value) in theirs {
        // A new hash is made with a key or for a password that the file does not tell.
        let is_told = !(fate == "cycled" && name == "_auth_user_hash");
        let ours = stored.get(name).unwrap_or(&Value::Null);
        expect_eq(name, ours, if is_told { value } else { ours })?;
    }
    let again = client.get("/who/").await;
    expect_eq("the user of the next request", &*again.text(), expect["user"].as_str().unwrap_or_default())
}

fn cookie_names(answer: &TestResponse) -> Vec<String> {
    let lines = answer.headers().get_all("set-cookie").iter();
    lines.filter_map(|line| Some(line.to_str().ok()?.split_once('=')?.0.to_owned())).collect()
}

async fn stored(
    sessions: &Sessions,
    key: Option<&SessionKey>,
) -> Result<serde_json::Map<String, Value>, String> {
    let Some(key) = key else { return Ok(serde_json::Map::new()) };
    let header = format!("sessionid={}", key.as_str());
    let session = sessions.begin(&Cookies::parse(header.as_bytes())).load().await.map_err(told)?;
    serde_json::from_str(&session.data().to_json()).map_err(told)
}

fn told(error: impl std::fmt::Debug) -> String {
    format!("{error:?}")
}
