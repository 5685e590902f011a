//! Keyed hashes, signers, signed objects.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use vestibule::crypto::Algorithm;
use vestibule::json;
use vestibule::signing::{self, BadSeparator, Keys, LoadsError, SignatureError, Signer, TimestampSigner};

use super::{Meta, expect_eq, fields, hex, or_default, seconds};

/// What `dumps` and `loads` sign with where no salt is named.
const SALT: &str = "django.core.signing";

/// What reading a signed text should give.
#[derive(Deserialize)]
pub(super) struct Expect {
    ok: bool,
    #[serde(default)]
    value: Value,
    error: Option<String>,
}

impl Expect {
    /// Compares it with the name of our error, or with our value.
    pub(super) fn check(self, ours: Result<Value, &str>) -> Result<(), String> {
        let theirs = if self.ok { Ok(self.value) } else { Err(self.error.unwrap_or_default()) };
        expect_eq("the outcome", ours.map_err(str::to_owned), theirs)
    }
}

/// The name that the file gives to an error.
pub(super) fn error_name(error: &SignatureError) -> &'static str {
    match error {
        SignatureError::Bad => "bad_signature",
        SignatureError::Expired { .. } => "expired",
        SignatureError::Malformed => "value_error",
        _ => "another error",
    }
}

pub(super) fn salted_hmac(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        algorithm: String,
        key_salt: String,
        value: String,
        secret: Option<String>,
        hex: String,
    }
    let case: Case = fields(case)?;

    let secret = case.secret.as_ref().unwrap_or(&meta.secret_key);
    let ours = signing::salted_hmac(algorithm(&case.algorithm)?, &case.key_salt, &case.value, secret);
    expect_eq("the HMAC", hex(ours), case.hex)
}

pub(super) fn signer(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        value: String,
        salt: Option<String>,
        sep: Option<String>,
        algorithm: Option<String>,
        key: Option<String>,
        signed: String,
    }
    let case: Case = fields(case)?;

    let keys = match case.key.filter(|key| !key.is_empty()) {
        Some(key) => Keys::new(key, [""; 0]),
        None => meta.keys(false),
    };
    let salt = case.salt.unwrap_or_default();
    let signer =
        Signer::with_algorithm(&keys, &salt, algorithm(case.algorithm.as_deref().unwrap_or("sha256"))?)
            .with_separator(case.sep.unwrap_or_else(|| ":".to_owned()))
            .map_err(|error| error.to_string())?;

    expect_eq("the signed text", &signer.sign(&case.value), &case.signed)?;
    expect_eq("the value", signer.unsign(&case.signed), Ok(&*case.value))
}

pub(super) fn signer_bad_separators(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        sep: String,
        refused: bool,
    }
    let case: Case = fields(case)?;

    let result = Signer::new(&meta.keys(false), "").with_separator(case.sep);
    expect_eq("the error", result.err(), case.refused.then_some(BadSeparator))
}

pub(super) fn signer_reject(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        salt: Option<String>,
        signed: String,
        #[serde(default, deserialize_with = "or_default")]
        fallbacks_enabled: bool,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let salt = case.salt.unwrap_or_default();
    let ours = Signer::new(&meta.keys(case.fallbacks_enabled), &salt).unsign(&case.signed);
    case.expect.check(ours.map(Value::from).map_err(|error| error_name(&error)))
}

pub(super) fn timestamp_signer(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        value: String,
        salt: Option<String>,
        signed_at: Option<f64>,
        signed: String,
        check_at: Option<f64>,
        max_age: Option<f64>,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let signer = TimestampSigner::new(&meta.keys(false), &case.salt.unwrap_or_default());
    expect_eq("the signed text", &signer.sign(&case.value, meta.at(case.signed_at)), &case.signed)?;
    let Some(max_age) = seconds(case.max_age) else { return Ok(()) };
    let ours = signer.unsign(&case.signed, max_age, meta.at(case.check_at));
    case.expect.check(ours.map(Value::from).map_err(|error| error_name(&error)))
}

pub(super) fn dumps(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        json: String,
        salt: Option<String>,
        #[serde(default, deserialize_with = "or_default")]
        compress_requested: bool,
        #[serde(default, deserialize_with = "or_default")]
        compressed: bool,
        signed_at: Option<f64>,
        text: String,
    }
    let case: Case = fields(case)?;

    let (keys, at, salt) = (meta.keys(false), meta.at(case.signed_at), case.salt.as_deref().unwrap_or(SALT));
    let value: Json = json::from_str(&case.json).map_err(|error| error.to_string())?;
    expect_eq("our JSON", &json::to_string(&value).map_err(|error| error.to_string())?, &case.json)?;

    let ours = signing::dumps(&value, &keys, salt, case.compress_requested, at)
        .map_err(|error| error.to_string())?;
    let read =
        |text: &str| signing::loads_text(text, &keys, salt, None, at).map_err(|error| error.to_string());
    if !case.compressed {
        expect_eq("the text", &ours, &case.text)?;
    }
    expect_eq("the JSON of our text", &read(&ours)?, &case.json)?;
    expect_eq("the JSON of their text", &read(&case.text)?, &case.json)
}

pub(super) fn loads_reject(meta: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        salt: Option<String>,
        text: String,
        max_age: Option<f64>,
        check_at: Option<f64>,
        #[serde(default, deserialize_with = "or_default")]
        fallbacks_enabled: bool,
        expect: Expect,
    }
    let case: Case = fields(case)?;

    let (keys, salt) = (meta.keys(case.fallbacks_enabled), case.salt.as_deref().unwrap_or(SALT));
    let Some(max_age) = seconds(case.max_age) else { return Ok(()) };
    let ours = signing::loads(&case.text, &keys, salt, max_age, meta.at(case.check_at));
    case.expect.check(ours.map_err(|error| match error {
        LoadsError::Signature(error) => error_name(&error),
        LoadsError::Corrupt(_) => "corrupt",
        _ => "another error",
    }))
}

fn algorithm(name: &str) -> Result<Algorithm, String> {
    Algorithm::from_name(name).ok_or_else(|| format!("no algorithm `{name}`"))
}

/// Any JSON value, with the keys of objects in their order.
enum Json {
    Null,
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Signed(value) => value.serialize(serializer),
            Self::Unsigned(value) => value.serialize(serializer),
            Self::Float(value) => value.serialize(serializer),
            Self::Text(value) => value.serialize(serializer),
            Self::List(values) => values.serialize(serializer),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Signed(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}
