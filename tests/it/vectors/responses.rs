//! What responses do to their headers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;
use vestibule::http::{HeaderValue, StatusCode};
use vestibule::{CacheControl, FileResponse, IntoHeaderValue, Response, redirect_with};

use super::{Meta, expect_eq, fields, or_default};

pub(super) fn vary_and_cache_control(meta: &Meta, case: &Value) -> Result<(), String> {
    match case["kind"].as_str() {
        Some("vary") => vary(case),
        Some("cache_control") => cache_control(case),
        Some("never_cache") => never_cache(meta, case),
        other => Err(format!("the kind {other:?} is not known")),
    }
}

fn response(name: &str, existing: Option<&str>) -> Response {
    let response = Response::html("");
    match existing {
        Some(existing) => response.with_header(name, existing),
        None => response,
    }
}

fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn vary(case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        existing: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        add: Vec<String>,
        result: String,
    }
    let case: Case = fields(case)?;

    let mut response = response("vary", case.existing.as_deref());
    for name in &case.add {
        response.vary_on(name);
    }

    expect_eq("Vary", header(&response, "vary"), case.result)
}

fn cache_control(case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        existing: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        kwargs: BTreeMap<String, Value>,
        result: Vec<String>,
    }
    let case: Case = fields(case)?;
    let directives = case.kwargs.iter().fold(CacheControl::new(), |directives, (name, value)| {
        match (name.as_str(), value) {
            ("private", Value::Bool(true)) => directives.private(),
            ("public", Value::Bool(true)) => directives.public(),
            ("no_cache", Value::Bool(true)) => directives.no_cache(),
            ("no_store", Value::Bool(true)) => directives.no_store(),
            ("must_revalidate", Value::Bool(true)) => directives.must_revalidate(),
            ("max_age", Value::Number(age)) if age.is_u64() => {
                directives.max_age(Duration::from_secs(age.as_u64().unwrap_or_default()))
            }
            (other, value) => directives.with(other.replace('_', "-"), python_text(value)),
        }
    });

    let mut response = response("cache-control", case.existing.as_deref());
    response.patch_cache_control(directives);

    expect_eq("Cache-Control", sorted(&header(&response, "cache-control")), case.result)
}

/// What Python writes behind the name: nothing for `True`.
fn python_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(true) => None,
        Value::Bool(false) => Some("False".to_owned()),
        Value::Null => Some("None".to_owned()),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn never_cache(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        now: Option<f64>,
        expires: String,
        result: Vec<String>,
    }
    let case: Case = fields(case)?;

    let mut response = Response::html("");
    response.never_cache(meta.at(case.now));

    expect_eq("Expires", header(&response, "expires"), case.expires)?;
    expect_eq("Cache-Control", sorted(&header(&response, "cache-control")), case.result)
}

fn sorted(line: &str) -> Vec<String> {
    let mut words: Vec<String> = line.split(", ").map(str::to_owned).collect();
    words.sort();
    words
}

pub(super) fn redirect(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        to: String,
        kind: Value,
        expect: Expect,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Expect {
        Answer { status: u16, location: String },
        Error { error: String },
    }
    let case: Case = fields(case)?;
    // A text, or a number.
    let kind = case.kind.to_string();
    let status: StatusCode = kind.trim_matches('"').parse().map_err(|_| format!("{kind} is no status"))?;

    match (redirect_with(status, &case.to), case.expect) {
        (Ok(response), Expect::Answer { status, location }) => {
            expect_eq("the status", response.status().as_u16(), status)?;
            expect_eq("Location", header(&response, "location"), location)
        }
        // Django's DisallowedRedirect is answered with 400.
        (Err(error), Expect::Error { .. }) => expect_eq("the status", error.status().as_u16(), 400),
        (Ok(response), Expect::Error { error }) => Err(format!("{response:?} and should be {error}")),
        (Err(error), Expect::Answer { location, .. }) => Err(format!("{error} and should be {location}")),
    }
}

pub(super) fn header_value(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        value: Value,
        stored: Option<String>,
        error: Option<String>,
    }
    let case: Case = fields(case)?;

    let value = match (&case.value, case.value.as_u64()) {
        (_, Some(number)) => number.into_header_value(),
        (Value::String(text), None) => text.into_header_value(),
        (other, None) => return Err(format!("{other} is not supported")),
    };
    if let Some(other) = case.error.filter(|error| error != "newline") {
        return Err(format!("the error `{other}` is not known"));
    }

    // The bytes are Latin-1.
    let text = |value: HeaderValue| -> String { value.as_bytes().iter().copied().map(char::from).collect() };
    expect_eq("the value", value.map(text), case.stored)
}

pub(super) fn content_disposition(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        as_attachment: bool,
        filename: String,
        header: Option<String>,
    }
    let case: Case = fields(case)?;

    let file = FileResponse::from_bytes("", case.filename);
    let response = Response::from(if case.as_attachment { file.as_attachment() } else { file });

    let header = response.headers().get("content-disposition").and_then(|value| value.to_str().ok());
    expect_eq("Content-Disposition", header, case.header.as_deref())
}
