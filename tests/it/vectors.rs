//! Known answers: what Django made of the same keys, clocks and inputs.
//!
//! The file is `vectors/django.json`, or the one that the environment variable `VESTIBULE_VECTORS` names:
//!
//! ```sh
//! VESTIBULE_VECTORS=/tmp/others.json cargo test -p vestibule-tests --test it vectors:: -- --nocapture
//! ```
//!
//! It holds groups of cases; each group's `doc` says what the fields of its cases mean, and [`groups`] says
//! how they are run here. So that no answer is left out unseen, a name that is not known fails: of a group, of a
//! field, of a setting ([`settings`]), of something done. What a case leaves out, and what is `null` in it, is not
//! there; of what is expected, `null` is absent and what is left out is not compared.
//!
//! `vectors/variants.json` holds cases in forms that the first file does not use, with the answers of Django 5.2.

mod auth;
mod auth_flow;
mod cookies;
mod csrf;
mod encodings;
mod forms;
mod framed;
mod groups;
mod login;
mod messages;
mod onion;
mod passwords;
mod requests;
mod responses;
mod session_requests;
mod sessions;
mod settings;
mod signing;
mod site;
mod stock;
mod urls;

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use vestibule::signing::Keys;
use vestibule::time::{Duration, OffsetDateTime};
use vestibule::{Settings, Timestamp};

use self::groups::Runner::{self, Cases, NotYet, Requests};
use self::groups::{EVERYWHERE, GROUPS, check_fields};

/// What holds for all cases of the file.
#[derive(Deserialize)]
struct Meta {
    secret_key: String,
    fallback_keys: Vec<String>,
    /// Seconds since 1970.
    now: f64,
}

impl Meta {
    /// The file's keys, with or without its fallbacks.
    fn keys(&self, fallbacks_enabled: bool) -> Keys {
        let fallbacks: &[String] = if fallbacks_enabled { &self.fallback_keys } else { &[] };
        Keys::new(&*self.secret_key, fallbacks.iter().map(String::as_str))
    }

    fn now(&self) -> Timestamp {
        instant(self.now)
    }

    /// The time of a case, or else the file's.
    fn at(&self, seconds: Option<f64>) -> Timestamp {
        instant(seconds.unwrap_or(self.now))
    }

    /// Those of a case, over what the file's own note says of all.
    fn settings(&self, case: &Value) -> Result<Settings, String> {
        let mut settings = Settings::default();
        settings.debug = false;
        settings.secret_key.clone_from(&self.secret_key);
        settings.allowed_hosts = vec!["*".into()];
        settings.database_url = "sqlite::memory:".into();
        settings::of_case(settings, case)
    }
}

#[derive(Deserialize)]
struct Vectors {
    meta: Meta,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    name: String,
    cases: Vec<Value>,
}

#[tokio::test]
async fn every_known_answer_is_ours_too() {
    let file = std::env::var_os("VESTIBULE_VECTORS").map_or_else(|| own_file("django.json"), PathBuf::from);

    assert_all(&read(&file)).await;
}

#[tokio::test]
async fn other_forms_of_the_cases_are_run_too() {
    assert_all(&read(&own_file("variants.json"))).await;
}

#[tokio::test]
async fn what_is_not_known_fails_by_its_name() {
    for (group, case, failure) in [
        ("base63", json!({}), "base63: this group is not known"),
        ("base62", json!({"n": 1, "text": "1", "sign": "+"}), "base62: the field `sign` is not known"),
        ("base62", json!({"n": 1, "text": "1", "settings": {}}), "base62: the field `settings` is not known"),
        (
            "signer_reject",
            json!({"id": "x", "salt": "", "signed": "", "expect": {"ok": false, "why": 1}}),
            "x: the field `expect.why` is not known",
        ),
        (
            "stock_middleware",
            json!({"middleware": [], "settings": {"APPEND_SLASHES": true}, "expect": {"status": 404}}),
            "stock_middleware: the setting APPEND_SLASHES: it is not known",
        ),
        (
            "stock_middleware",
            json!({"middleware": ["locale"], "expect": {"status": 404}}),
            "stock_middleware: the middleware `locale` is not known",
        ),
        (
            "stock_middleware",
            json!({"view": {"csrf_exempt": true}, "expect": {"status": 200}}),
            "stock_middleware: the field `view.csrf_exempt` is not known",
        ),
        (
            "session_middleware",
            json!({"engine": "db", "cookie": "none", "ops": [["shred"]], "expect": {"status": 200}}),
            "session_middleware: the operation `shred` is not known",
        ),
        (
            "onion",
            json!({"url": "/hit/", "act": {"A.process_reply": "respond"}, "expect": {}}),
            "onion: the act `A.process_reply` is not known",
        ),
        (
            "set_cookie",
            json!({"name": "n", "value": "v", "kwargs": {"priority": "high"}, "header": "n=v"}),
            "set_cookie: an argument is not known: priority",
        ),
    ] {
        let file = json!({
            "meta": {"secret_key": "x".repeat(40), "fallback_keys": [], "now": 0},
            "groups": [{"name": group, "cases": [case]}],
        });

        assert_eq!(failures(&fields(&file).unwrap()).await, [failure]);
    }
}

/// Runs all that is in a file.
async fn assert_all(file: &Vectors) {
    let failures = failures(file).await;

    assert!(!file.groups.is_empty(), "the file has no groups");
    assert!(failures.is_empty(), "{} known answers are not ours:\n{}", failures.len(), failures.join("\n"));
}

async fn failures(Vectors { meta, groups }: &Vectors) -> Vec<String> {
    let mut failures = Vec::new();
    for group in groups {
        let Some((_, runner, known)) = GROUPS.iter().find(|(name, ..)| *name == group.name) else {
            failures.push(format!("{}: this group is not known", group.name));
            continue;
        };
        failures.extend(run(meta, group, runner, known).await);
    }
    failures
}

/// Runs a group, prints its line, and returns what failed.
async fn run(meta: &Meta, group: &Group, runner: &Runner, known: &str) -> Vec<String> {
    let known: Vec<&str> = known.split_whitespace().chain(EVERYWHERE.iter().copied()).collect();
    let (mut passed, mut not_yet, mut failures) = (0, 0, Vec::new());
    for case in &group.cases {
        let result = match (runner, check_fields(case, "", &known)) {
            (NotYet(_), _) => {
                not_yet += 1;
                continue;
            }
            (_, Err(unknown)) => Err(unknown),
            (Cases(run), Ok(())) => run(meta, case),
            (Requests(run), Ok(())) => run(meta, case).await,
        };
        let id = case["id"].as_str().unwrap_or(&group.name);
        match result {
            Ok(()) => passed += 1,
            Err(why) if case["optional"] == true => println!("{id}: optional, and not ours: {why}"),
            Err(why) => failures.push(format!("{id}: {why}")),
        }
    }

    let reason = match runner {
        NotYet(reason) => format!(" ({reason})"),
        Cases(_) | Requests(_) => String::new(),
    };
    println!("{}: {passed} passed, {} failed, {not_yet} not yet{reason}", group.name, failures.len());
    failures
}

fn own_file(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/")).join(name)
}

fn read(path: &Path) -> Vectors {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A case's fields as the runner of its group needs them.
fn fields<T: DeserializeOwned>(case: &Value) -> Result<T, String> {
    T::deserialize(case).map_err(|error| format!("the case cannot be read: {error}"))
}

/// For a field that may be left out or `null`, and then has its default.
fn or_default<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

fn expect_eq<A: PartialEq<B> + std::fmt::Debug, B: std::fmt::Debug>(
    what: &str,
    ours: A,
    theirs: B,
) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what} is {ours:?} and should be {theirs:?}")) }
}

/// An instant from seconds since 1970. Fractions are those of the float, as Python's clock has them.
fn instant(seconds: f64) -> Timestamp {
    OffsetDateTime::UNIX_EPOCH
        + Duration::seconds(seconds.floor() as i64)
        + Duration::nanoseconds(((seconds - seconds.floor()) * 1e9) as i64)
}

/// The limit of an age, if there is one; nothing for a negative one, which none of ours can be.
fn seconds(max_age: Option<f64>) -> Option<Option<std::time::Duration>> {
    max_age.map(std::time::Duration::try_from_secs_f64).transpose().ok()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
