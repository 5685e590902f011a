//! Known answers: what Django made of the same keys, clocks and inputs.
//!
//! The file is `vectors/django.json`, or the one that the environment variable `VESTIBULE_VECTORS` names.
//! It holds groups of cases; each group's `doc` says what the fields of its cases mean, and [`GROUPS`] says
//! how they are run here. A group that is not in that table fails, so that no answer is left out unseen.

mod cookies;
mod csrf;
mod encodings;
mod login;
mod messages;
mod onion;
mod requests;
mod responses;
mod session_requests;
mod sessions;
mod signing;
mod stock;
mod urls;

use std::path::PathBuf;
use std::pin::Pin;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vestibule::Timestamp;
use vestibule::signing::Keys;
use vestibule::time::{Duration, OffsetDateTime};

use self::Runner::{Cases, NotYet, Requests};

/// How the cases of a group are run.
enum Runner {
    /// Each by itself.
    Cases(fn(&Meta, &Value) -> Result<(), String>),
    /// Each by itself, with a site that answers requests.
    Requests(for<'a> fn(&'a Meta, &'a Value) -> Answer<'a>),
    /// Not at all, for the reason given.
    NotYet(&'static str),
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + 'a>>;

/// Every group of the file, in its order.
const GROUPS: &[(&str, Runner)] = &[
    ("base62", Cases(encodings::base62)),
    ("base36", Cases(encodings::base36)),
    ("b64url", Cases(encodings::b64url)),
    ("salted_hmac", Cases(signing::salted_hmac)),
    ("signer", Cases(signing::signer)),
    ("signer_bad_separators", Cases(signing::signer_bad_separators)),
    ("signer_reject", Cases(signing::signer_reject)),
    ("timestamp_signer", Cases(signing::timestamp_signer)),
    ("dumps", Cases(signing::dumps)),
    ("loads_reject", Cases(signing::loads_reject)),
    ("signed_cookie", Cases(cookies::signed_cookie)),
    ("signed_cookie_cross", Cases(cookies::signed_cookie_cross)),
    ("signed_cookie_keys", Cases(cookies::signed_cookie_keys)),
    ("session_data", Requests(|meta, case| Box::pin(sessions::session_data(meta, case)))),
    ("session_data_reject", Cases(sessions::session_data_reject)),
    ("session_cache_entry", Cases(sessions::session_cache_entry)),
    ("session_expiry", Requests(|meta, case| Box::pin(session_requests::session_expiry(meta, case)))),
    ("session_middleware", Requests(|meta, case| Box::pin(session_requests::session_middleware(meta, case)))),
    ("set_cookie", Cases(cookies::set_cookie)),
    ("cookie_sequence", Cases(cookies::cookie_sequence)),
    ("cookie_parse", Cases(cookies::cookie_parse)),
    ("cookie_roundtrip", Cases(cookies::cookie_roundtrip)),
    ("querydict", NotYet("comes with forms")),
    ("querydict_bytes", NotYet("comes with forms")),
    ("querydict_limit", NotYet("comes with forms")),
    ("request_path", NotYet("comes with script prefixes")),
    ("uri_escape", Cases(urls::uri_escape)),
    ("host", Requests(|meta, case| Box::pin(requests::host_asked_for(meta, case)))),
    ("is_secure", Requests(|meta, case| Box::pin(requests::is_secure(meta, case)))),
    ("http_dates", Cases(encodings::http_dates)),
    ("url_has_allowed_host_and_scheme", Cases(urls::url_has_allowed_host_and_scheme)),
    ("content_disposition", NotYet("comes with file responses")),
    ("header_value", Cases(responses::header_value)),
    ("vary_and_cache_control", Cases(responses::vary_and_cache_control)),
    ("accept", NotYet("comes with content negotiation")),
    ("redirect", Cases(responses::redirect)),
    ("redirect_to_login", Cases(urls::redirect_to_login)),
    ("json_response", NotYet("comes with forms")),
    ("csrf_mask", Cases(csrf::csrf_mask)),
    ("csrf_check", Requests(|_, case| Box::pin(csrf::csrf_check(case)))),
    ("csrf_cookie_header", Requests(|_, case| Box::pin(csrf::csrf_cookie_header(case)))),
    ("password_hash", NotYet("comes with the user backend")),
    ("password_odd", NotYet("comes with the user backend")),
    ("session_auth_hash", NotYet("comes with the user backend")),
    ("password_reset_token", NotYet("comes with the user backend")),
    ("auth_flow", NotYet("comes with the user backend")),
    ("login_required", Requests(|_, case| Box::pin(login::case(case)))),
    ("messages_cookie", Requests(|meta, case| Box::pin(messages::cookie(meta, case)))),
    ("messages_session", Requests(|meta, case| Box::pin(messages::session(meta, case)))),
    ("messages_flow", Requests(|meta, case| Box::pin(messages::flow(meta, case)))),
    ("onion", Requests(|_, case| Box::pin(onion::case(case)))),
    ("stock_middleware", Requests(|_, case| Box::pin(stock::case(case)))),
    ("url_resolve", NotYet("comes with included applications")),
    ("url_reverse", NotYet("comes with included applications")),
    ("form_body", NotYet("comes with forms")),
    ("drf_api_view", NotYet("comes with `#[api_view]`")),
];

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
    let Vectors { meta, groups } = read_file();
    let mut failures = Vec::new();

    for group in &groups {
        let Some((_, runner)) = GROUPS.iter().find(|(name, _)| *name == group.name) else {
            failures.push(format!("{}: this group is not known", group.name));
            continue;
        };
        failures.extend(run(&meta, group, runner).await);
    }

    assert!(!groups.is_empty(), "the file has no groups");
    assert!(failures.is_empty(), "{} known answers are not ours:\n{}", failures.len(), failures.join("\n"));
}

/// Runs a group, prints its line, and returns what failed.
async fn run(meta: &Meta, group: &Group, runner: &Runner) -> Vec<String> {
    let (mut passed, mut not_yet, mut failures) = (0, 0, Vec::new());
    for case in &group.cases {
        let result = match runner {
            Cases(run) => run(meta, case),
            Requests(run) => run(meta, case).await,
            NotYet(_) => {
                not_yet += 1;
                continue;
            }
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

fn read_file() -> Vectors {
    let own = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/django.json"));
    let path = std::env::var_os("VESTIBULE_VECTORS").map_or_else(own, PathBuf::from);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A case's fields as the runner of its group needs them.
fn fields<T: DeserializeOwned>(case: &Value) -> Result<T, String> {
    T::deserialize(case).map_err(|error| format!("the case cannot be read: {error}"))
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

fn seconds(max_age: Option<f64>) -> Option<Duration> {
    max_age.map(Duration::seconds_f64)
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
