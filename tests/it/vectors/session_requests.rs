//! Expiry, and whole requests through the session middleware's logic, with a store of their own each.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use vestibule::clock::Clock;
use vestibule::cookies::{CookieJar, Cookies};
use vestibule::sessions::backends::Db;
use vestibule::sessions::store::{Load, Stored};
use vestibule::sessions::{
    CookieChange, Data, Expiry, Outcome, SessionError, SessionHandle, SessionKey, SessionSettings, Sessions,
};
use vestibule::signing::Keys;
use vestibule::time::format_description::well_known::Rfc3339;
use vestibule::time::{Duration as SignedDuration, OffsetDateTime};
use vestibule::{Error, Settings, Timestamp};
use vestibule_tests::TempDir;

use super::{Meta, expect_eq};

/// A key that nobody was given.
const UNKNOWN: &str = "0123456789abcdefghijklmnopqrstuv";

/// Long enough to be looked up.
const HOSTILE: &str = "../../../etc/passwd%00'--";

/// An expiry is stored, and read back as age, date and browser flag.
pub(super) async fn session_expiry(meta: &Meta, case: &Value) -> Result<(), String> {
    let site = meta.settings(case)?;
    let mut settings = SessionSettings::default();
    settings.cookie_age = site.session_cookie_age;
    settings.expire_at_browser_close = site.session_expire_at_browser_close;
    let clock = Clock::fixed(if case["now"].is_null() { meta.now() } else { instant(&case["now"])? });
    let store = Db::open("sqlite::memory:", &meta.keys(false), clock.clone());
    let sessions = Sessions::with_store(Arc::new(store), settings, &clock);
    let session = sessions.begin(&Cookies::parse(b"")).load().await.map_err(told)?;

    let expiry = match (expiry(case, clock.now()), case["error"].is_null()) {
        (expiry, true) => expiry?,
        (Ok(expiry), false) => return Err(format!("{expiry:?} should be refused")),
        (Err(_), false) => return Ok(()),
    };
    session.set_expiry(expiry);

    let stored = parsed(&session.data()).get("_session_expiry").cloned();
    expect_eq("the stored expiry", &json!(stored), &case["stored"])?;
    expect_eq("the age", &json!(session.expiry_age()), &case["age"])?;
    expect_eq("the date", session.expiry_date(), instant(&case["date"])?)?;
    expect_eq("the browser's flag", &json!(session.expires_at_browser_close()), &case["at_browser_close"])
}

/// A whole request: a cookie, what the view does, and what the answer carries.
pub(super) async fn session_middleware(meta: &Meta, case: &Value) -> Result<(), String> {
    let directory = TempDir::new();
    let mut site = Site::open(meta, case, &directory).await?;
    let old_key = site.store_existing(case).await?;

    // Where the session is in the cookie, the case says what the cookie is.
    let cookie = case["cookie_value"].as_str().or(match text(case, "cookie") {
        "" | "none" => None,
        "short" => Some("abc"),
        "empty" => Some(""),
        "unknown" => Some(UNKNOWN),
        "hostile" => Some(HOSTILE),
        "existing" | "expired" | "corrupt" => old_key.as_ref().map(SessionKey::as_str),
        other => return Err(format!("the cookie `{other}` is not known")),
    });
    let name = &site.sessions.settings().cookie_name;
    let header = cookie.map_or_else(String::new, |value| format!("{name}={value}"));
    let cookies = Cookies::parse(header.as_bytes());

    // A view that does nothing does not ask for the session.
    let ops = case["ops"].as_array().map_or(&[][..], Vec::as_slice);
    let session = (!ops.is_empty()).then(|| site.sessions.begin(&cookies));
    let mut in_place = Vec::new();
    let mut op_errors = Vec::new();
    for (op, session) in ops.iter().zip(session.iter().cycle()) {
        op_errors.extend(run(session, op, &mut in_place).await.map_err(|error| error.to_string())?);
    }
    let refused = case["expect"]["op_errors"].as_array().cloned().unwrap_or_default();
    expect_eq("what the operations refused", &json!(op_errors), &json!(refused))?;

    let status = u16::try_from(case["response_status"].as_u64().unwrap_or(200)).unwrap_or_default();
    let outcome = site.sessions.finish(session.as_ref(), &cookies, status).await;
    let key = session.as_ref().and_then(SessionHandle::key);
    site.check(&case["expect"], Keyed { old: old_key.as_ref(), new: key, cookie }, status, outcome).await
}

/// What a request came with, and the key that its session had in the end.
struct Keyed<'c> {
    old: Option<&'c SessionKey>,
    new: Option<SessionKey>,
    cookie: Option<&'c str>,
}

/// The sessions of one case.
struct Site {
    settings: Settings,
    keys: Keys,
    now: Timestamp,
    clock: Clock,
    sessions: Sessions,
}

impl Site {
    async fn open(meta: &Meta, case: &Value, directory: &TempDir) -> Result<Self, String> {
        let settings = settings(meta, case, directory)?;
        let fallbacks = settings.secret_key_fallbacks.iter().map(String::as_str);
        let keys = Keys::new(&*settings.secret_key, fallbacks);
        // Django's clock has microseconds; the float has a little less or more.
        let now = OffsetDateTime::UNIX_EPOCH + SignedDuration::microseconds((meta.now * 1e6).round() as i64);
        let clock = Clock::fixed(now);
        let sessions = open(&settings, &keys, &clock).await?;
        Ok(Self { settings, keys, now, clock, sessions })
    }

    /// Stores what the case says that is there already, as it was then.
    async fn store_existing(&mut self, case: &Value) -> Result<Option<SessionKey>, String> {
        let Some(existing) = case["existing_data"].as_object() else { return Ok(None) };
        let ago = SignedDuration::seconds(case["saved_seconds_ago"].as_i64().unwrap_or_default());
        self.clock.set(self.now - ago);
        let session = self.sessions.begin(&Cookies::parse(b"")).load().await.map_err(told)?;
        for (key, value) in existing {
            session.insert(key, value).map_err(told)?;
        }
        session.save().await.map_err(told)?;
        self.clock.set(self.now);

        let key = session.key().ok_or("no key")?;
        if case["cookie"] == "corrupt" {
            self.corrupt(&key).await?;
        } else if let Some(theirs) = case["cookie_value"].as_str() {
            expect_eq("the cookie of what is there", key.as_str(), theirs)?;
        }
        Ok(Some(key))
    }

    /// Has what is stored written over by a site with another secret. What caches know of it is forgotten.
    async fn corrupt(&mut self, key: &SessionKey) -> Result<(), String> {
        let strangers_keys = Keys::new("a key that is not ours", [""; 0]);
        let stranger = open(&self.settings, &strangers_keys, &self.clock).await?;
        let store = stranger.store();
        if !store.is_in_cookie() {
            let stored = self.stored(key).await?.ok_or("nothing is stored")?;
            store.save(key, &stored.record, None, self.now).await.map_err(|error| error.to_string())?;
        }
        self.sessions = open(&self.settings, &self.keys, &self.clock).await?;
        Ok(())
    }

    async fn stored(&self, key: &SessionKey) -> Result<Option<Stored>, String> {
        // What was stored with an end that has passed is not loaded any more, but was the day before.
        self.clock.set(self.now - SignedDuration::DAY);
        let loaded = self.sessions.store().load(key, self.clock.now()).await;
        self.clock.set(self.now);
        Ok(match loaded.map_err(|error| error.to_string())? {
            Load::Found(stored) => Some(stored),
            _ => None,
        })
    }

    async fn check(
        &self,
        expect: &Value,
        keyed: Keyed<'_>,
        status: u16,
        outcome: Result<Outcome, SessionError>,
    ) -> Result<(), String> {
        let (status, vary, change) = match outcome {
            Ok(outcome) => (status, outcome.vary, outcome.cookie),
            Err(SessionError::Interrupted) => (400, false, CookieChange::None),
            Err(error) => return Err(told(error)),
        };
        expect_if_told("the status", json!(status), expect, "status")?;
        expect_if_told("Vary", json!(vary.then_some("Cookie")), expect, "vary")?;

        let (set_cookie, new_key) = match &change {
            CookieChange::None => ("none", None),
            CookieChange::Delete => ("delete", None),
            CookieChange::Set(set, _) if Some(set.value()) == keyed.cookie => {
                ("same", SessionKey::from_cookie(set.value()))
            }
            CookieChange::Set(set, _) => ("new", SessionKey::from_cookie(set.value())),
        };
        expect_if_told("the cookie's fate", json!(set_cookie), expect, "set_cookie")?;
        let key_text = new_key.as_ref().map_or("", SessionKey::as_str);
        let header = self.header(change)?;
        if let Some(theirs) = expect.get("header") {
            let theirs = theirs.as_str().map(|theirs| theirs.replace("{key}", key_text));
            expect_eq("Set-Cookie", header, theirs)?;
        }
        let key = new_key.or(keyed.new);
        self.check_stored(expect, key.as_ref()).await?;
        let Some(still_stored) = expect["old_key_still_stored"].as_bool() else { return Ok(()) };
        let old_is_stored = match keyed.old {
            Some(key) => self.sessions.exists(key).await.map_err(|error| error.to_string())?,
            None => false,
        };
        expect_eq("whether the old key is stored", old_is_stored, still_stored)
    }

    /// What is stored under the key that the session had in the end: nothing, where `null` is expected.
    async fn check_stored(&self, expect: &Value, key: Option<&SessionKey>) -> Result<(), String> {
        let Some(data) = expect.get("stored_under_resulting_key") else { return Ok(()) };
        let stored = match key {
            Some(key) => self.stored(key).await?,
            None => None,
        };
        // Where the session is the cookie, nothing is stored anywhere else.
        if data.is_null() && self.sessions.store().is_in_cookie() {
            return Ok(());
        }
        let ours = stored.as_ref().map_or(Value::Null, |stored| parsed(&stored.record.data));
        expect_eq("what is stored", &ours, data)?;
        match (stored, &expect["expire_date"]) {
            (_, Value::Null) => Ok(()),
            (Some(stored), date) => expect_eq("the expiry", stored.record.expires_at, instant(date)?),
            (None, date) => Err(format!("nothing is stored, and should be until {date}")),
        }
    }

    fn header(&self, change: CookieChange) -> Result<Option<String>, String> {
        let settings = self.sessions.settings();
        let mut jar = CookieJar::new();
        let done = match change {
            CookieChange::None => Ok(()),
            CookieChange::Set(cookie, now) => jar.set(cookie, now),
            CookieChange::Delete => {
                let same_site = settings.cookie_samesite.as_deref();
                jar.delete(&settings.cookie_name, Some(settings.path()), settings.domain(), same_site)
            }
        };
        done.map_err(|error| error.to_string())?;
        Ok(jar.headers().next().map(|header| String::from_utf8_lossy(header.as_bytes()).into_owned()))
    }
}

/// Does one operation of a view. What needs the data loads it first, as `request.session()` does.
async fn run(
    session: &SessionHandle,
    op: &Value,
    in_place: &mut Vec<(String, Value)>,
) -> Result<Option<&'static str>, Error> {
    let key = op[1].as_str().unwrap_or_default();
    let session = match op[0].as_str().unwrap_or_default() {
        "flush" => return Ok(session.flush().await.map(|()| None)?),
        "delete" => return Ok(session.delete().await.map(|()| None)?),
        "cycle_key" => return Ok(session.cycle_key().await.map(|()| None)?),
        "create" => return Ok(session.create().await.map(|()| None)?),
        "save" => return Ok(session.save().await.map(|()| None)?),
        "clear" => {
            session.clear();
            return Ok(None);
        }
        "is_empty" => {
            session.is_empty();
            return Ok(None);
        }
        _ => session.load().await?,
    };
    match op[0].as_str().unwrap_or_default() {
        "get" => _ = session.get::<Value>(key)?,
        "contains" | "has_key" => _ = session.contains(key),
        "keys" => _ = session.keys(),
        "values" | "items" => _ = session.data(),
        "get_expiry_age" => _ = session.expiry_age(),
        "get_expiry_date" => _ = session.expiry_date(),
        "get_expire_at_browser_close" => _ = session.expires_at_browser_close(),
        "test_cookie_worked" => _ = session.test_cookie_worked(),
        "delete_test_cookie" => return Ok((!session.delete_test_cookie()).then_some("KeyError")),
        "set" => session.insert(key, &op[2])?,
        "update" => session.update(&Data::from_json(&op[1].to_string()).expect("an object")),
        "set_test_cookie" => session.set_test_cookie(),
        "setdefault" => _ = session.setdefault(key, op[2].clone())?,
        "pop" => _ = session.pop::<Value>(key)?,
        "del" => return Ok((!session.remove(key)).then_some("KeyError")),
        "set_expiry" => session.set_expiry(op[1].as_i64().map_or(Expiry::Default, Expiry::in_seconds)),
        "set_expiry_at" => session.set_expiry(Expiry::At(instant(&op[1]).expect("an instant"))),
        // A value that was read is a copy: changing it changes nothing until it is put back, which is what
        // marking the session as modified stands for.
        "append_in_place" => {
            let mut value = session.get::<Value>(key)?.unwrap_or_default();
            value.as_array_mut().expect("a list").push(op[2].clone());
            in_place.push((key.to_owned(), value));
        }
        "mark_modified" => {
            for (key, value) in in_place.drain(..) {
                session.insert(&key, value)?;
            }
            session.mark_modified();
        }
        other => return Err(Error::internal(format!("the operation `{other}` is not known"))),
    }
    Ok(None)
}

fn expiry(case: &Value, now: Timestamp) -> Result<Expiry, String> {
    let arg = &case["arg"];
    match text(case, "set_expiry") {
        "none" => Ok(Expiry::Default),
        "int" => Ok(Expiry::in_seconds(arg.as_i64().ok_or("no integer")?)),
        "delta" => {
            let delta = SignedDuration::seconds_f64(arg.as_f64().ok_or("no number")?);
            // What has passed already is an instant; a duration knows no sign.
            Ok(Duration::try_from(delta).map_or(Expiry::At(now + delta), Expiry::FromNow))
        }
        "at" => instant(arg).map(Expiry::At),
        other => Err(format!("the form `{other}` is not known")),
    }
}

async fn open(settings: &Settings, keys: &Keys, clock: &Clock) -> Result<Sessions, String> {
    let sessions = Sessions::open(settings, keys, clock).map_err(|error| format!("{error:?}"))?;
    sessions.prepare().await.map_err(|error| format!("{error:?}"))?;
    Ok(sessions)
}

/// The settings of a case, with its engine, all of whose data is in `directory` or in memory.
fn settings(meta: &Meta, case: &Value, directory: &TempDir) -> Result<Settings, String> {
    let mut settings = meta.settings(case)?;
    if let Some(engine) = case["engine"].as_str() {
        settings.session_engine = engine.parse().map_err(|error| format!("{error}"))?;
    }
    settings.database_url = directory.sqlite();
    settings.session_cache_single_process = true;
    settings.session_file_path.get_or_insert_with(|| directory.path().to_owned());
    Ok(settings)
}

/// What the case does not speak of is not compared.
fn expect_if_told(what: &str, ours: Value, expect: &Value, field: &str) -> Result<(), String> {
    expect.get(field).map_or(Ok(()), |theirs| expect_eq(what, &ours, theirs))
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

fn instant(value: &Value) -> Result<Timestamp, String> {
    let text = value.as_str().ok_or("no instant")?;
    Timestamp::parse(text, &Rfc3339).map_err(|error| error.to_string())
}

fn parsed(data: &Data) -> Value {
    let parse = |json| serde_json::from_str::<Value>(json).unwrap_or_default();
    data.iter().map(|(key, json)| (key.to_owned(), parse(json))).collect()
}

fn told(error: SessionError) -> String {
    error.to_string()
}
