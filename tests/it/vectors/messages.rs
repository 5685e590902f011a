//! Messages: their texts in cookies and sessions, and whole requests that add and read them.

use serde_json::{Value, json};
use vestibule::clock::Clock;
use vestibule::messages::{Level, MessageStorage, mark_safe};
use vestibule::prelude::*;
use vestibule::testing::{Client, TestResponse};
use vestibule::{Timestamp, signing};

use super::site::client;
use super::{Meta, expect_eq};

vestibule::app! { middleware: [SessionMiddleware, MessageMiddleware] }

/// Does what the body says, `["add", level, text, tags, is safe]`, `["level", level]` or `["read"]`, and answers
/// with what was read.
#[view(POST, "/", app = crate::vectors::messages::App)]
async fn ops(request: &mut Request, ops: Json<Vec<Value>>) -> Result<Json<Vec<Value>>> {
    let mut reads = Vec::new();
    for op in &ops.0 {
        let messages = request.messages().await?;
        let level = op[1].as_i64().map(Level);
        match op[0].as_str() {
            Some("add") => {
                let text = op[2].as_str().unwrap_or_default();
                let text = if op[4] == true { mark_safe(text) } else { text.into() };
                messages.add(level.unwrap_or(Level::INFO), text, op[3].as_str());
            }
            Some("level") => messages.set_level(level),
            Some("read") => reads.push(messages.iter().map(|message| shown(&message)).collect()),
            other => return Err(Error::internal(format!("the operation {other:?} is not known"))),
        }
    }
    Ok(Json(reads))
}

fn shown(message: &vestibule::messages::Message) -> Value {
    json!({
        "level": message.level().0,
        "text": message.text().as_str(),
        "safe": message.text().is_safe(),
        "extra_tags": message.extra_tags(),
        "tags": message.tags(),
    })
}

#[view(GET, "/stored/", app = crate::vectors::messages::App)]
async fn stored(session: Session) -> Result<String> {
    Ok(session.get("_messages")?.unwrap_or_default())
}

#[view(POST, "/stored/", app = crate::vectors::messages::App)]
async fn store(session: Session, text: Json<String>) -> Result<&'static str> {
    session.insert("_messages", text.0)?;
    Ok("stored")
}

/// A browser before a site with the settings of the case and, where it names none, this storage.
async fn browser(
    meta: &Meta,
    case: &Value,
    storage: MessageStorage,
    at: Timestamp,
) -> Result<Client, String> {
    let mut settings = meta.settings(case)?;
    if case["settings"]["MESSAGE_STORAGE"].is_null() {
        settings.message_storage = storage;
    }
    client(App::build().clock(Clock::fixed(at)), settings).await
}

async fn answer(client: &mut Client, ops: &Value) -> Result<TestResponse, String> {
    let answer = client.post_json("/", ops).await;
    expect_eq("what went wrong", answer.errors(), &[] as &[String])?;
    Ok(answer)
}

/// What a new request reads.
async fn read(client: &mut Client) -> Result<Value, String> {
    Ok(answer(client, &json!([["read"]])).await?.json()[0].take())
}

/// The operations that add the messages of a case.
fn adding(case: &Value) -> Value {
    let add = |message: &Value| {
        json!(["add", message["level"], message["text"], message["extra_tags"], message["safe"]])
    };
    let messages = case["messages"].as_array().map_or(&[][..], Vec::as_slice);
    std::iter::once(json!(["level", i64::MIN])).chain(messages.iter().map(add)).collect()
}

/// Each message of the case has these values; what the case leaves out is not compared.
fn expect_messages(ours: &Value, theirs: &Value) -> Result<(), String> {
    let (ours, theirs) = (ours.as_array().ok_or("no list")?, theirs.as_array().ok_or("no list")?);
    expect_eq("the number of messages", ours.len(), theirs.len())?;
    for (ours, theirs) in ours.iter().zip(theirs) {
        for (name, value) in theirs.as_object().ok_or("no message")? {
            expect_eq(name, &ours[name], value)?;
        }
    }
    Ok(())
}

/// The value of the cookie, both ways.
pub(super) async fn cookie(meta: &Meta, case: &Value) -> Result<(), String> {
    let text = case["text"].as_str().ok_or("no text")?;
    let at = meta.at(case["signed_at"].as_f64());

    let mut client = browser(meta, case, MessageStorage::Cookie, at).await?;
    client.set_cookie("messages", text);
    expect_messages(&read(&mut client).await?, &case["messages"])?;
    expect_eq("the cookie after reading", client.cookie("messages"), None)?;

    answer(&mut client, &adding(case)).await?;
    let ours = client.cookie("messages").ok_or("no cookie")?.to_owned();
    if case["compressed"] != true {
        expect_eq("our text", &*ours, text)?;
    }
    let keys = meta.keys(false).prefixed("django.http.cookies");
    let json = signing::loads_text(&ours, &keys, "django.contrib.messages", None, at);
    if let Some(theirs) = case["inner_json"].as_str() {
        expect_eq("our JSON", json.ok().as_deref(), Some(theirs))?;
    }
    expect_messages(&read(&mut client).await?, &case["messages"])
}

/// The text in the session, both ways.
pub(super) async fn session(meta: &Meta, case: &Value) -> Result<(), String> {
    let text = case["text"].as_str().ok_or("no text")?;

    let mut client = browser(meta, case, MessageStorage::Session, meta.now()).await?;
    answer(&mut client, &adding(case)).await?;
    expect_eq("our text", client.get("/stored/").await.text(), text)?;

    client.post_json("/stored/", &text).await;
    expect_messages(&read(&mut client).await?, &case["messages"])
}

/// A request that adds, reads or does neither, and what the next one reads.
pub(super) async fn flow(meta: &Meta, case: &Value) -> Result<(), String> {
    let class = case["storage"].as_str().unwrap_or("FallbackStorage");
    let module = class.trim_end_matches("Storage").to_lowercase();
    let storage = format!("django.contrib.messages.storage.{module}.{class}").parse::<MessageStorage>();
    let storage = storage.map_err(|error| error.to_string())?;
    let mut client = browser(meta, case, storage, meta.now()).await?;
    match case["prior"].as_str() {
        Some("one") => _ = answer(&mut client, &json!([["add", 25, "old", ""]])).await?,
        Some("tampered") => {
            client.set_cookie("messages", "W10:1vbVSP:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        }
        None | Some("none") => {}
        other => return Err(format!("the prior {other:?} is not known")),
    }

    let ops = if case["ops"].is_null() { &json!([]) } else { &case["ops"] };
    let answer = answer(&mut client, ops).await?;

    // Two of them go by two names.
    let expected = |names: &[&str]| names.iter().find_map(|name| case["expect"].get(name));
    let reads: Value = answer.json().as_array().ok_or("no reads")?.iter().map(triples).collect();
    if let Some(theirs) = expected(&["reads"]) {
        expect_eq("what was read", &reads, theirs)?;
    }
    let line = answer.set_cookie("messages").map(|line| line.split_once("; ").unwrap_or((line, "")));
    let done = match line {
        None => "none",
        Some((_, attributes)) if attributes.contains("Max-Age=0") => "delete",
        Some(_) => "set",
    };
    if let Some(theirs) = expected(&["messages_cookie", "cookie_after"]) {
        expect_eq("what was done to the cookie", done, theirs)?;
    }
    if let Some(theirs) = expected(&["messages_cookie_attributes"]) {
        expect_eq("its attributes", line.map(|(_, attributes)| attributes), theirs.as_str())?;
    }
    if let Some(theirs) = expected(&["session_cookie"]) {
        let name = &client.service().settings().session_cookie_name;
        expect_eq("whether the session was saved", &json!(answer.set_cookie(name).is_some()), theirs)?;
    }
    match expected(&["next_request_reads", "stored"]) {
        Some(theirs) => expect_eq("what is read next", &triples(&read(&mut client).await?), theirs),
        None => Ok(()),
    }
}

/// Level, text and tags of each message.
fn triples(messages: &Value) -> Value {
    let triple = |message: &Value| json!([message["level"], message["text"], message["tags"]]);
    messages.as_array().map_or(&[][..], Vec::as_slice).iter().map(triple).collect()
}
