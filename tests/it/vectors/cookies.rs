//! Cookies in, cookies out, signed cookies.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};
use vestibule::Timestamp;
use vestibule::cookies::{self, CookieError, CookieJar, Cookies, Expires, SetCookie};
use vestibule::http::HeaderValue;
use vestibule::signing::Keys;
use vestibule::time::OffsetDateTime;
use vestibule::time::format_description::well_known::Rfc3339;

use super::signing::{Expect, error_name};
use super::{Meta, expect_eq, fields, or_default, seconds};

pub(super) fn set_cookie(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        #[serde(default, deserialize_with = "or_default")]
        value: String,
        #[serde(default, deserialize_with = "or_default")]
        kwargs: Map<String, Value>,
        now: Option<f64>,
        header: Option<String>,
        error: Option<String>,
    }
    let case: Case = fields(case)?;

    let cookie = with_arguments(SetCookie::new(case.name, case.value), &case.kwargs)?;
    let ours = cookie.to_header(meta.at(case.now)).map(latin1);
    match (case.header, case.error.as_deref()) {
        (Some(header), None) => expect_header(ours, &header),
        (None, Some("cookie_error")) => expect_eq("a name's error", is_name_error(ours), true),
        (None, Some("value_error")) => {
            expect_eq("an argument's error", ours.is_err() && !is_name_error(ours), true)
        }
        (_, other) => Err(format!("the error {other:?} is not known, or there is a header too")),
    }
}

pub(super) fn cookie_sequence(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        ops: Vec<Vec<Value>>,
        now: Option<f64>,
        headers: Vec<String>,
    }
    let case: Case = fields(case)?;

    let mut jar = CookieJar::new();
    for op in &case.ops {
        let texts: Vec<&str> = op.iter().filter_map(Value::as_str).collect();
        let none = Map::new();
        let arguments = op.last().and_then(Value::as_object).unwrap_or(&none);
        let result = match texts[..] {
            ["set", name, value] => {
                jar.set(with_arguments(SetCookie::new(name, value), arguments)?, meta.at(case.now))
            }
            ["delete", name] => {
                let is_unknown =
                    |argument: &&String| !["path", "domain", "samesite"].contains(&argument.as_str());
                if let Some(unknown) = arguments.keys().find(is_unknown) {
                    return Err(format!("an argument is not known: {unknown}"));
                }
                let text = |argument| arguments.get(argument).and_then(Value::as_str);
                let path = if arguments.contains_key("path") { text("path") } else { Some("/") };
                jar.delete(name, path, text("domain"), text("samesite"))
            }
            _ => return Err(format!("an operation is not known: {texts:?}")),
        };
        result.map_err(|error| error.to_string())?;
    }
    expect_eq("the lines", jar.headers().map(latin1).collect::<Vec<_>>(), case.headers)
}

pub(super) fn cookie_parse(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        header: String,
        cookies: Vec<(String, String)>,
    }
    let case: Case = fields(case)?;

    let ours = Cookies::parse(case.header.as_bytes());
    let theirs: Vec<_> = case.cookies.iter().map(|(name, value)| (&**name, &**value)).collect();
    for &(name, value) in &theirs {
        expect_eq(name, ours.get(name), Some(value))?;
    }
    expect_eq("the map", ours.iter().collect::<Vec<_>>(), theirs)
}

pub(super) fn cookie_roundtrip(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        value: String,
        pair: String,
        parsed_back: String,
    }
    let case: Case = fields(case)?;

    let ours = SetCookie::new("n", case.value).without_path().to_header(meta.now()).map(latin1);
    expect_header(ours, &case.pair)?;
    expect_eq("what is read", Cookies::parse(case.pair.as_bytes()).get("n"), Some(&*case.parsed_back))
}

pub(super) fn signed_cookie(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        value: String,
        #[serde(default, deserialize_with = "or_default")]
        salt: String,
        signed_at: Option<f64>,
        cookie_value: String,
        header: Option<String>,
        check_at: Option<f64>,
        max_age: Option<f64>,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let (keys, signed_at) = (meta.keys(false), meta.at(case.signed_at));
    let cookie = SetCookie::new(&*case.name, &*case.value);
    let cookie = cookies::sign_cookie(cookie, &case.salt, &keys, signed_at);
    expect_eq("the signed text", cookie.value(), &*case.cookie_value)?;
    if let Some(header) = &case.header {
        expect_header(cookie.to_header(signed_at).map(latin1), header)?;
    }

    let check_at = meta.at(case.check_at);
    let read = Read { name: case.name, salt: case.salt, max_age: case.max_age, check_at };
    read.check(&case.cookie_value, false, &keys, case.expect)
}

pub(super) fn signed_cookie_cross(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        cookie_value: String,
        read_name: String,
        #[serde(default, deserialize_with = "or_default")]
        read_salt: String,
        /// Django 5.2's default.
        legacy_fallback: Option<bool>,
        max_age: Option<f64>,
        check_at: Option<f64>,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let check_at = meta.at(case.check_at);
    let read = Read { name: case.read_name, salt: case.read_salt, max_age: case.max_age, check_at };
    read.check(&case.cookie_value, case.legacy_fallback.unwrap_or(true), &meta.keys(false), case.expect)
}

pub(super) fn signed_cookie_keys(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        #[serde(default, deserialize_with = "or_default")]
        salt: String,
        cookie_value: String,
        #[serde(default, deserialize_with = "or_default")]
        fallbacks_enabled: bool,
        max_age: Option<f64>,
        check_at: Option<f64>,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let check_at = meta.at(case.check_at);
    let read = Read { name: case.name, salt: case.salt, max_age: case.max_age, check_at };
    read.check(&case.cookie_value, false, &meta.keys(case.fallbacks_enabled), case.expect)
}

/// How a signed cookie is read.
struct Read {
    name: String,
    salt: String,
    max_age: Option<f64>,
    check_at: Timestamp,
}

impl Read {
    fn check(&self, signed: &str, legacy: bool, keys: &Keys, expect: Expect) -> Result<(), String> {
        let Some(max_age) = seconds(self.max_age) else { return Ok(()) };
        let now = self.check_at;
        let ours = cookies::verify_value(&self.name, signed, &self.salt, max_age, legacy, keys, now);
        expect.check(ours.map(Value::from).map_err(|error| error_name(&error)))
    }
}

/// The arguments of Django's `set_cookie`.
fn with_arguments(mut cookie: SetCookie, arguments: &Map<String, Value>) -> Result<SetCookie, String> {
    for (argument, value) in arguments {
        let text = value.as_str().unwrap_or_default();
        let flag = value.as_bool().unwrap_or_default();
        cookie = match &**argument {
            "path" if value.is_null() => cookie.without_path(),
            "max_age" | "expires" | "domain" | "samesite" if value.is_null() || *value == false => cookie,
            "path" => cookie.path(text),
            "domain" => cookie.domain(text),
            "samesite" => cookie.same_site(text),
            "secure" => cookie.secure(flag),
            "httponly" => cookie.http_only(flag),
            "max_age" => {
                let seconds = value.as_f64().or(value["seconds"].as_f64()).ok_or("max_age is no number")?;
                cookie.max_age(Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?)
            }
            "expires" => cookie.expires(expires(value)?),
            _ => return Err(format!("an argument is not known: {argument}")),
        };
    }
    Ok(cookie)
}

fn expires(value: &Value) -> Result<Expires, String> {
    if let Some(text) = value.as_str() {
        return Ok(Expires::Text(text.to_owned()));
    }
    if let Some(seconds) = value.as_i64() {
        return Ok(Expires::In(seconds));
    }
    let text = value["datetime"].as_str().ok_or("expires is neither text, nor number, nor instant")?;
    // A naive one means UTC.
    OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| OffsetDateTime::parse(&format!("{text}Z"), &Rfc3339))
        .map(Expires::At)
        .map_err(|error| error.to_string())
}

/// A header that Latin-1 cannot hold is one that Django fails to send; we refuse it beforehand.
fn expect_header(ours: Result<String, CookieError>, theirs: &str) -> Result<(), String> {
    if theirs.chars().any(|character| character > '\u{ff}') {
        return expect_eq("a value's error", matches!(ours, Err(CookieError::Value { .. })), true);
    }
    expect_eq("the line", ours, Ok(theirs.to_owned()))
}

fn is_name_error<T>(result: Result<T, CookieError>) -> bool {
    matches!(result, Err(CookieError::Name { .. }))
}

fn latin1(header: HeaderValue) -> String {
    header.as_bytes().iter().map(|&byte| char::from(byte)).collect()
}
