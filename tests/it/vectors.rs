//! Known answers: what Django made of the same keys, clocks and inputs.
//!
//! The file is `vectors/django.json`, or the one that the environment variable `VESTIBULE_VECTORS` names:
//!
//! ```sh
//! VESTIBULE_VECTORS=/tmp/others.json cargo test -p vestibule-tests --test it vectors:: -- --nocapture
//! ```
//!
//! It holds groups of cases; each group's `doc` says what the fields of its cases mean, and [`GROUPS`] says
//! how they are run here. So that no answer is left out unseen, a name that is not known fails: of a group, of a
//! field, of a setting ([`settings`]), of something done. What a case leaves out, and what is `null` in it, is not
//! there; of what is expected, `null` is absent and what is left out is not compared.
//!
//! `vectors/variants.json` holds cases in forms that the first file does not use, with the answers that follow from
//! Django's source.

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
mod settings;
mod signing;
mod stock;
mod urls;

use std::path::{Path, PathBuf};
use std::pin::Pin;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use vestibule::http::header::{HeaderName, HeaderValue};
use vestibule::signing::Keys;
use vestibule::testing::Client;
use vestibule::time::{Duration, OffsetDateTime};
use vestibule::{Application, Settings, Site, Timestamp};

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

/// Every group of the file, in its order: its name, its runner, and the fields that its cases may have besides those
/// of [`EVERYWHERE`]. Some only tell how an answer was made. `expect.status` is a field of `expect`, and then those
/// of `expect` are looked at too.
const GROUPS: &[(&str, Runner, &str)] = &[
    ("base62", Cases(encodings::base62), "n text"),
    ("base36", Cases(encodings::base36), "n text ok decode_only"),
    ("b64url", Cases(encodings::b64url), "hex text"),
    ("salted_hmac", Cases(signing::salted_hmac), "algorithm key_salt value secret hex"),
    ("signer", Cases(signing::signer), "value salt effective_salt sep algorithm key signed"),
    ("signer_bad_separators", Cases(signing::signer_bad_separators), "sep refused"),
    (
        "signer_reject",
        Cases(signing::signer_reject),
        "salt signed fallbacks_enabled expect.ok expect.value expect.error",
    ),
    (
        "timestamp_signer",
        Cases(signing::timestamp_signer),
        "value salt signed_at signed check_at max_age expect.ok expect.value expect.error",
    ),
    ("dumps", Cases(signing::dumps), "json salt compress_requested compressed signed_at text"),
    (
        "loads_reject",
        Cases(signing::loads_reject),
        "salt text max_age check_at fallbacks_enabled expect.ok expect.value expect.error \
         expect.python_exception",
    ),
    (
        "signed_cookie",
        Cases(cookies::signed_cookie),
        "name value salt signed_at cookie_value header check_at max_age expect.ok expect.value expect.error",
    ),
    (
        "signed_cookie_cross",
        Cases(cookies::signed_cookie_cross),
        "scheme written_name written_salt signed_at cookie_value read_name read_salt legacy_fallback max_age \
         check_at expect.ok expect.value expect.error",
    ),
    (
        "signed_cookie_keys",
        Cases(cookies::signed_cookie_keys),
        "name salt signed_with cookie_value fallbacks_enabled max_age check_at expect.ok expect.value \
         expect.error",
    ),
    ("session_data", Requests(|meta, case| Box::pin(sessions::session_data(meta, case))), "engine salt json signed_at compressed text"),
    ("session_data_reject", Cases(sessions::session_data_reject), "text salt fallbacks_enabled expect"),
    (
        "session_cache_entry",
        Cases(sessions::session_cache_entry),
        "engine session_key cache_key key_prefix version backend_key file_cache_name pickle_protocol json \
         pickle_b64",
    ),
    (
        "session_expiry",
        Requests(|meta, case| Box::pin(session_requests::session_expiry(meta, case))),
        "settings set_expiry arg now stored age date at_browser_close error",
    ),
    (
        "session_middleware",
        Requests(|meta, case| Box::pin(session_requests::session_middleware(meta, case))),
        "settings engine cookie cookie_value existing_data saved_seconds_ago ops response_status \
         expect.status expect.vary expect.set_cookie expect.header expect.op_errors \
         expect.old_key_still_stored expect.stored_under_resulting_key expect.expire_date",
    ),
    ("set_cookie", Cases(cookies::set_cookie), "name value kwargs now header error"),
    ("cookie_sequence", Cases(cookies::cookie_sequence), "ops now headers"),
    ("cookie_parse", Cases(cookies::cookie_parse), "header cookies"),
    ("cookie_roundtrip", Cases(cookies::cookie_roundtrip), "value pair parsed_back"),
    ("querydict", NotYet("comes with forms"), ""),
    ("querydict_bytes", NotYet("comes with forms"), ""),
    ("querydict_limit", NotYet("comes with forms"), ""),
    ("request_path", NotYet("comes with script prefixes"), ""),
    (
        "uri_escape",
        Cases(urls::uri_escape),
        "text escape_uri_path iri_to_uri uri_to_iri escape_leading_slashes",
    ),
    (
        "host",
        Requests(|meta, case| Box::pin(requests::host_asked_for(meta, case))),
        "settings host_header x_forwarded_host x_forwarded_port server_name server_port scheme expect.host \
         expect.error",
    ),
    ("is_secure", Requests(|meta, case| Box::pin(requests::is_secure(meta, case))), "settings scheme x_forwarded_proto headers is_secure"),
    ("http_dates", Cases(encodings::http_dates), "epoch text parse"),
    ("url_has_allowed_host_and_scheme", Cases(urls::url_has_allowed_host_and_scheme), "url allowed_hosts require_https allowed"),
    ("content_disposition", NotYet("comes with file responses"), ""),
    ("header_value", Cases(responses::header_value), "value stored error"),
    ("vary_and_cache_control", Cases(responses::vary_and_cache_control), "kind existing add result kwargs now expires"),
    ("accept", NotYet("comes with content negotiation"), ""),
    ("redirect", Cases(responses::redirect), "to kind expect.status expect.location expect.error"),
    ("redirect_to_login", Cases(urls::redirect_to_login), "next login_url field location"),
    ("json_response", NotYet("comes with forms"), ""),
    ("csrf_mask", Cases(csrf::csrf_mask), "secret mask token"),
    (
        "csrf_check",
        Requests(|meta, case| Box::pin(csrf::csrf_check(meta, case))),
        "settings view_asks_token method cookie post header origin referer headers secure host port exempt \
         content_type expect.status expect.accepted expect.cookie_after expect.reason",
    ),
    ("csrf_cookie_header", Requests(|meta, case| Box::pin(csrf::csrf_cookie_header(meta, case))), "settings secret now header vary"),
    ("password_hash", NotYet("comes with the user backend"), ""),
    ("password_odd", NotYet("comes with the user backend"), ""),
    ("session_auth_hash", NotYet("comes with the user backend"), ""),
    ("password_reset_token", NotYet("comes with the user backend"), ""),
    ("auth_flow", NotYet("comes with the user backend"), ""),
    (
        "login_required",
        Requests(|meta, case| Box::pin(login::case(meta, case))),
        "settings target query login_url field named_url_x status location",
    ),
    ("messages_cookie", Requests(|meta, case| Box::pin(messages::cookie(meta, case))), "settings messages inner_json signed_at compressed text"),
    ("messages_session", Requests(|meta, case| Box::pin(messages::session(meta, case))), "settings messages text"),
    (
        "messages_flow",
        Requests(|meta, case| Box::pin(messages::flow(meta, case))),
        "settings storage prior ops expect.reads expect.messages_cookie expect.cookie_after \
         expect.messages_cookie_attributes expect.session_cookie expect.next_request_reads expect.stored",
    ),
    (
        "onion",
        Requests(|meta, case| Box::pin(onion::case(meta, case))),
        "settings url hooks act expect.trace expect.status expect.body",
    ),
    (
        "stock_middleware",
        Requests(|meta, case| Box::pin(stock::case(meta, case))),
        "settings middleware version_dependent_headers target query method headers secure host routes \
         exempt_xframe view.headers view.status view.body view.cookie view.exempt_xframe expect.status \
         expect.headers expect.body",
    ),
    ("url_resolve", NotYet("comes with included applications"), ""),
    ("url_reverse", NotYet("comes with included applications"), ""),
    ("form_body", NotYet("comes with forms"), ""),
    ("drf_api_view", NotYet("comes with `#[api_view]`"), ""),
];

/// What every case may have.
const EVERYWHERE: &[&str] = &["id", "title", "note", "optional"];

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

/// Fields that are called as settings are count as settings, where a group has any.
fn check_fields(case: &Value, path: &str, known: &[&str]) -> Result<(), String> {
    for (name, value) in case.as_object().into_iter().flatten() {
        let name = format!("{path}{name}");
        let inside = format!("{name}.");
        if known.iter().any(|known| known.starts_with(&inside)) {
            check_fields(value, &inside, known)?;
        } else if !known.contains(&&*name) && !(known.contains(&"settings") && settings::is_name(&name)) {
            return Err(format!("the field `{name}` is not known"));
        }
    }
    Ok(())
}

fn own_file(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/")).join(name)
}

fn read(path: &Path) -> Vectors {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A client of a site that starts with these settings, as they are.
async fn client<A: Application>(site: Site<A>, settings: Settings) -> Result<Client, String> {
    let service = site.settings(move |ours| *ours = settings).start().await;
    service.map(Client::of).map_err(|error| error.to_string())
}

/// Has every request carry this header. Its characters are its bytes.
fn send(client: &mut Client, name: &str, value: &str) -> Result<(), String> {
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
    let bytes: Vec<u8> = value.chars().map(|character| character as u8).collect();
    let value = HeaderValue::from_bytes(&bytes).map_err(|error| error.to_string())?;
    client.headers_mut().insert(name, value);
    Ok(())
}

/// Has requests come over TLS, or not, as their connection would tell; here a proxy does. What the case says of a
/// proxy's header goes before that.
fn connect(client: &mut Client, is_secure: bool) -> Result<(), String> {
    let header = client.service().settings().secure_proxy_ssl_header.clone();
    let (name, value) = header.ok_or("no proxy tells of TLS")?;
    let name = header_name(&name);
    if is_secure && !client.headers().contains_key(&name) { send(client, &name, &value) } else { Ok(()) }
}

/// By which a proxy tells of TLS where a case names none.
fn with_proxy(mut settings: Settings) -> Settings {
    settings.secure_proxy_ssl_header.get_or_insert_with(|| ("X-Test-Proto".into(), "https".into()));
    settings
}

/// As Django's `request.META` spells it, or as it is.
fn header_name(name: &str) -> String {
    name.strip_prefix("HTTP_").map_or_else(|| name.to_owned(), |name| name.replace('_', "-"))
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

fn seconds(max_age: Option<f64>) -> Option<Duration> {
    max_age.map(Duration::seconds_f64)
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
