//! The text of stored sessions. Whole requests come with the session middleware.

use serde::Deserialize;
use serde_json::Value;
use vestibule::{json, signing};

use super::{Meta, expect_eq, fields, instant};

pub(super) fn session_data(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        salt: String,
        json: String,
        signed_at: f64,
        compressed: bool,
        text: String,
    }
    let case: Case = fields(case)?;

    let (keys, at) = (meta.keys(false), instant(case.signed_at));
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
        fallbacks_enabled: bool,
        expect: Value,
    }
    let case: Case = fields(case)?;

    let keys = meta.keys(case.fallbacks_enabled);
    let entries = signing::loads_text(&case.text, &keys, &case.salt, None, meta.now())
        .ok()
        .and_then(|json| json::split_object(&json).ok())
        .unwrap_or_default();
    let ours: Result<serde_json::Map<String, Value>, _> =
        entries.into_iter().map(|(key, value)| Ok((key, json::from_str(&value)?))).collect();
    let ours = ours.map_err(|error: json::JsonError| error.to_string())?;
    expect_eq("the session", Value::from(ours), case.expect)
}
