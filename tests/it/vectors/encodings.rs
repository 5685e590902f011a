//! Numbers, bytes and dates as text.

use serde::Deserialize;
use serde_json::Value;
use vestibule::signing::{b64url, base62};
use vestibule::{base36, http_date};

use super::{Meta, expect_eq, fields, hex, instant};

pub(super) fn base62(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        n: i64,
        text: String,
    }
    let case: Case = fields(case)?;

    expect_eq("the text", &base62::encode(case.n.into()), &case.text)?;
    expect_eq("the number", base62::decode(&case.text), Some(case.n.into()))
}

pub(super) fn base36(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        n: Option<i64>,
        text: Option<String>,
        decode_only: Option<String>,
        ok: Option<bool>,
    }
    let case: Case = fields(case)?;

    let number = case.n.filter(|_| case.ok.unwrap_or(true)).map(i128::from);
    if let Some(text) = &case.decode_only {
        return expect_eq("the number", base36::decode(text), number);
    }
    let text = case.text.unwrap_or_default();
    let n = case.n.and_then(|n| u64::try_from(n).ok()).ok_or("there is no number to encode")?;
    expect_eq("the text", &base36::encode(n), &text)?;
    expect_eq("the number", base36::decode(&text), number)
}

pub(super) fn b64url(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        hex: String,
        text: String,
    }
    let case: Case = fields(case)?;

    let bytes = b64url::decode(&case.text).map_err(|error| error.to_string())?;
    expect_eq("what is decoded", hex(&bytes), case.hex)?;
    expect_eq("the text", b64url::encode(&bytes), case.text)
}

pub(super) fn http_dates(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        epoch: Option<f64>,
        text: Option<String>,
        parse: Option<String>,
    }
    let case: Case = fields(case)?;

    let at = case.epoch.map(instant);
    match (case.text, case.parse) {
        (Some(text), None) => expect_eq("the text", at.map(http_date::format), Some(text)),
        (None, Some(text)) => expect_eq("the instant", http_date::parse(&text, meta.now()), at),
        _ => Err("there is neither one text to write nor one to read".to_owned()),
    }
}
