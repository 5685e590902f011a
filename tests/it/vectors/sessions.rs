//! The text of stored sessions, by itself and as the engines read and write it that can be given one, and what a
//! cache holds of them.

use serde::Deserialize;
use serde_json::Value;
use vestibule::cache::Cache;
use vestibule::clock::Clock;
use vestibule::cookies::Cookies;
use vestibule::sessions::{Codec, Data, SessionKey, Sessions, backends};
use vestibule::{Settings, signing};
use vestibule_tests::TempDir;

use super::{Meta, expect_eq, fields, or_default};

#[derive(Deserialize)]
struct Case {
    engine: String,
    salt: String,
    json: String,
    signed_at: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    compressed: bool,
    text: String,
}

pub(super) async fn session_data(meta: &Meta, case: &Value) -> Result<(), String> {
    let case: Case = fields(case)?;
    signed(meta, &case)?;
    match &*case.engine {
        "signed_cookies" | "file" => kept(meta, &case).await,
        // Theirs is the text of a column.
        "db" | "cached_db" => Ok(()),
        other => Err(format!("the engine `{other}` is not known")),
    }
}

/// The engine reads their text, and writes the same.
async fn kept(meta: &Meta, case: &Case) -> Result<(), String> {
    const KEY: &str = "63bbvvmx690z601yurx3gdqo5v2bg6cy";
    let directory = TempDir::new();
    let file = directory.path().join(format!("sessionid{KEY}"));
    std::fs::write(&file, &case.text).map_err(|error| error.to_string())?;
    let mut settings = Settings::default();
    settings.session_engine = case.engine.parse().map_err(|error| format!("{error}"))?;
    settings.session_file_path = Some(directory.path().to_owned());
    let clock = Clock::fixed(meta.at(case.signed_at));
    let sessions = Sessions::open(&settings, &meta.keys(false), &clock).map_err(|error| error.to_string())?;

    let cookie = if case.engine == "file" { KEY } else { &case.text };
    let session = sessions.begin(&Cookies::parse(format!("sessionid={cookie}").as_bytes()));
    let session = session.load().await.map_err(|error| error.to_string())?;
    expect_eq("what is loaded", &session.data().to_json(), &case.json)?;

    session.save().await.map_err(|error| error.to_string())?;
    let key = session.key().ok_or("no key")?;
    let saved = match &*case.engine {
        "file" => std::fs::read_to_string(&file).map_err(|error| error.to_string())?,
        _ => key.as_str().to_owned(),
    };
    // Where it is compressed, another library's bytes may be as good.
    if case.compressed { Ok(()) } else { expect_eq("what is saved", &saved, &case.text) }
}

fn signed(meta: &Meta, case: &Case) -> Result<(), String> {
    let (keys, at) = (meta.keys(false), meta.at(case.signed_at));
    let ours = signing::dumps_text(&case.json, &keys, &case.salt, true, at);
    let read = |text: &str| {
        signing::loads_text(text, &keys, &case.salt, None, at).map_err(|error| error.to_string())
    };
    if !case.compressed {
        expect_eq("the text", &ours, &case.text)?;
    }
    expect_eq("the JSON of our text", &read(&ours)?, &case.json)?;
    expect_eq("the JSON of their text", &read(&case.text)?, &case.json)
}

pub(super) fn session_data_reject(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        text: String,
        salt: String,
        #[serde(default, deserialize_with = "or_default")]
        fallbacks_enabled: bool,
        expect: Value,
    }
    let case: Case = fields(case)?;

    let keys = meta.keys(case.fallbacks_enabled);
    let data = Codec::with_salt(&keys, &case.salt).decode(&case.text, meta.now());
    let ours: Value = serde_json::from_str(&data.to_json()).map_err(|error| error.to_string())?;
    expect_eq("the session", ours, case.expect)
}

/// An entry of a cache: its key, and the pickle in it. Caches in files, whose name the case says as well, are not
/// ours.
pub(super) fn session_cache_entry(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        engine: String,
        session_key: String,
        cache_key: String,
        #[serde(default, deserialize_with = "or_default")]
        key_prefix: String,
        version: Option<u32>,
        backend_key: String,
        json: String,
        pickle_b64: String,
    }
    let case: Case = fields(case)?;

    let key = SessionKey::from_cookie(&case.session_key).ok_or("no session key")?;
    let name = match case.engine.as_str() {
        "cache" => backends::Cache::entry_name(&key),
        "cached_db" => backends::CachedDb::entry_name(&key),
        other => return Err(format!("the engine `{other}` is not known")),
    };
    expect_eq("the name", &name, &case.cache_key)?;
    let mut settings = Settings::default();
    (settings.cache_key_prefix, settings.cache_version) = (case.key_prefix, case.version.unwrap_or(1));
    let cache = settings
        .cache("default")
        .and_then(|settings| Cache::open(&settings, &Clock::system()))
        .map_err(|error| error.to_string())?;
    expect_eq("the key", &cache.key(&name), &case.backend_key)?;

    let read = |pickle: &[u8]| Data::from_pickle(pickle).map_err(|error| error.to_string());
    let data = read(&from_base64(&case.pickle_b64)?)?;
    expect_eq("the data", &data.to_json(), &case.json)?;
    let ours = data.to_pickle().map_err(|error| error.to_string())?;
    expect_eq("the data in our own pickle", &read(&ours)?.to_json(), &case.json)
}

fn from_base64(text: &str) -> Result<Vec<u8>, String> {
    let unpadded = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    signing::b64url::decode(&unpadded).map_err(|error| error.to_string())
}
