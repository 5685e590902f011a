//! `SignedCookies`: sessions in the visitor's own cookie, and nothing on the server.
//!
//! Wire shape of the cookie's value, which is the session's key at the same time: the signed object of
//! [`crate::signing`], as Django's engine of this name writes it, deflated (and marked with `.`) where that is
//! shorter. `{"hobby":"girl"}` under the key `example-secret-key`, signed on 2026-01-02 at 03:04:05:
//!
//! ```text
//! eyJob2JieSI6ImdpcmwifQ:1vbVSP:sc8b6A9v5Ppf_BJWIRmsWZhd3rnkxkYHV7LJcljE0do
//! ```

use std::cmp::Reverse;

use time::Duration;

use crate::base::clock::Timestamp;
use crate::base::error::BoxError;
use crate::base::signing::{Keys, LoadsError, TimestampSigner, base62};
use crate::web::cookies::{MAX_COOKIE_BYTES, SetCookie};
use crate::web::sessions::store::{
    Create, Delete, Load, Record, Save, SessionStore, StoreError, StoreFuture, Stored, Version,
};
use crate::web::sessions::{Data, Expiry, SessionKey, SessionSettings};

use super::encrypted_cookies::Encryption;

/// The name of Django's module.
const SALT: &str = "django.contrib.sessions.backends.signed_cookies";

/// How many entries are named when a session is too large.
const NAMED: usize = 3;

/// Nothing is kept that could differ from what the visitor sends.
const VERSION: Version = Version::of_number(0);

/// Keeps each session in its visitor's cookie, and nothing on the server.
///
/// It needs no store, and cannot promise what the other engines do:
///
/// - **Nothing can be ended.** A copy of the cookie is good until it is older than `session_cookie_age`, after
///   logout too. An expiry that a session sets for itself ends the cookie in the visitor's browser only.
/// - **The visitor can read it**, unless [`cookie_encrypted`](SessionSettings::cookie_encrypted) is set. Nobody
///   but us can change it.
/// - **The last writer wins.** Of two requests at the same time the browser keeps what the later answer sends;
///   the changes of the other are lost.
/// - **It is small.** What makes a `Set-Cookie` line of more than 4096 bytes is refused with
///   [`StoreError::TooLarge`] when it is saved, since browsers drop such a cookie without a word. Signed, the
///   session is deflated first; encrypted, it may have about 2900 bytes of JSON.
#[derive(Debug)]
pub struct SignedCookies {
    form: Form,
    plain_cookie: SetCookie,
    settings: SessionSettings,
}

/// How the text is made.
#[derive(Debug)]
enum Form {
    Signed(TimestampSigner),
    Encrypted(Encryption),
}

/// Why a visitor's text is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is not ours.
    Forged,
    /// It is ours and too old, or from a time that has not come yet.
    OutOfTime,
    /// It is ours and holds something else than a session.
    Corrupt(BoxError),
}

impl SignedCookies {
    /// Keeps sessions in cookies that look as `settings` say, signed (or encrypted, if
    /// [`cookie_encrypted`](SessionSettings::cookie_encrypted) is set) with `keys`.
    pub fn new(settings: &SessionSettings, keys: &Keys) -> Self {
        let form = if settings.cookie_encrypted {
            Form::Encrypted(Encryption::new(keys, &settings.cookie_name))
        } else {
            Form::Signed(TimestampSigner::new(keys, SALT))
        };
        Self { form, plain_cookie: settings.plain_cookie(), settings: settings.clone() }
    }

    fn write(&self, record: &Record, now: Timestamp) -> Result<SessionKey, StoreError> {
        let json = record.data.to_json();
        let text = match &self.form {
            Form::Signed(signer) => signer.sign_json(&json, true, now),
            Form::Encrypted(encryption) => {
                encryption.write(&json, now).map_err(|error| StoreError::Failed(error.into()))?
            }
        };
        self.check_size(&text, &record.data, now)?;
        SessionKey::from_cookie(&text).ok_or_else(|| StoreError::Failed("the text is no key".into()))
    }

    /// Whether browsers keep the cookie, counted as they count: the whole line.
    fn check_size(&self, text: &str, data: &Data, now: Timestamp) -> Result<(), StoreError> {
        let cookie = self.plain_cookie.clone().with_value(text);
        let cookie = self.settings.ending(cookie, Expiry::of(data), now);
        let line = cookie.to_header(now).map_err(|error| StoreError::Failed(error.into()))?;
        if line.len() <= MAX_COOKIE_BYTES {
            return Ok(());
        }
        Err(StoreError::TooLarge { size: line.len(), limit: MAX_COOKIE_BYTES, largest: largest(data) })
    }

    fn read(&self, text: &str, now: Timestamp) -> Result<Record, Refusal> {
        let age = self.settings.age();
        let (json, written_at) = match &self.form {
            Form::Signed(signer) => {
                (signer.unsign_json(text, Some(self.settings.cookie_age), now)?, signed_at(text))
            }
            Form::Encrypted(encryption) => encryption.read(text, age, now)?,
        };
        let data = Data::from_json(&json).map_err(|error| Refusal::Corrupt(error.into()))?;
        Ok(Record { data, expires_at: written_at.saturating_add(age) })
    }
}

impl SessionStore for SignedCookies {
    fn load<'a>(&'a self, key: &'a SessionKey, now: Timestamp) -> StoreFuture<'a, Load> {
        StoreFuture::Ready(Ok(match self.read(key.as_str(), now) {
            Ok(record) => Load::Found(Stored { record, version: VERSION }),
            Err(refusal) => {
                refusal.log();
                Load::Replace
            }
        }))
    }

    fn create<'a>(
        &'a self,
        _: &'a SessionKey,
        record: &'a Record,
        now: Timestamp,
    ) -> StoreFuture<'a, Create> {
        StoreFuture::Ready(self.write(record, now).map(|key| Create::CreatedAs(key, VERSION)))
    }

    fn save<'a>(
        &'a self,
        _: &'a SessionKey,
        record: &'a Record,
        _: Option<&'a Version>,
        now: Timestamp,
    ) -> StoreFuture<'a, Save> {
        StoreFuture::Ready(self.write(record, now).map(|key| Save::SavedAs(key, VERSION)))
    }

    fn delete<'a>(
        &'a self,
        _: &'a SessionKey,
        _: Option<&'a Version>,
        _: Timestamp,
    ) -> StoreFuture<'a, Delete> {
        StoreFuture::Ready(Ok(Delete::Gone))
    }

    fn exists<'a>(&'a self, _: &'a SessionKey, _: Timestamp) -> StoreFuture<'a, bool> {
        StoreFuture::Ready(Ok(false))
    }

    fn clear_expired(&self, _: u32, _: Timestamp) -> StoreFuture<'_, u64> {
        StoreFuture::Ready(Ok(0))
    }

    fn is_in_cookie(&self) -> bool {
        true
    }
}

impl Refusal {
    /// The visitor gets a new session and is told nothing.
    fn log(&self) {
        match self {
            Self::Forged => {
                tracing::warn!(target: "vestibule::security", "session cookie failed verification; starting a new session");
            }
            // Every visitor who comes back late.
            Self::OutOfTime => {
                tracing::debug!(target: "vestibule::sessions", "session cookie is too old; starting a new session");
            }
            Self::Corrupt(error) => {
                tracing::warn!(target: "vestibule::sessions", %error, "session cookie holds no session; starting a new one");
            }
        }
    }
}

impl From<LoadsError> for Refusal {
    fn from(error: LoadsError) -> Self {
        if error.is_expired() {
            Self::OutOfTime
        } else if error.is_signature() {
            Self::Forged
        } else {
            Self::Corrupt(error.into())
        }
    }
}

/// When a text was signed whose signature has been verified.
fn signed_at(text: &str) -> Timestamp {
    let stamp = text.rsplit(':').nth(1).and_then(base62::decode).unwrap_or_default();
    Timestamp::UNIX_EPOCH.saturating_add(Duration::seconds(stamp.try_into().unwrap_or_default()))
}

/// The entries that take most of the space, with as many bytes as they have in JSON.
fn largest(data: &Data) -> Vec<(String, usize)> {
    let mut sizes: Vec<_> = data.iter().map(|(key, json)| (key, key.len() + json.len())).collect();
    sizes.sort_by_key(|(_, size)| Reverse(*size));
    sizes.into_iter().take(NAMED).map(|(key, size)| (key.to_owned(), size)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::clock::Clock;
    use crate::web::cookies::Cookies;
    use crate::web::sessions::conformance::{Fixture, NOW};
    use crate::web::sessions::test_stores::block_on;
    use crate::web::sessions::{CookieChange, SessionError};

    crate::session_store_suite!(open);

    fn open(settings: &SessionSettings, _: &Clock) -> Arc<dyn SessionStore> {
        let keys = Keys::new("example-secret-key", [""; 0]);
        Arc::new(SignedCookies::new(settings, &keys))
    }

    fn fixture() -> Fixture {
        Fixture::new(Arc::new(open))
    }

    /// The cookie of a session with this data.
    fn cookie(at: &Fixture, json: &str) -> Result<SessionKey, StoreError> {
        match block_on(at.store.create(&SessionKey::random().unwrap(), &at.record(json), NOW))? {
            Create::CreatedAs(key, _) => Ok(key),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_text_is_the_one_in_the_module_docs() {
        let key = cookie(&fixture(), r#"{"hobby":"girl"}"#).unwrap();

        assert_eq!(key.as_str(), "eyJob2JieSI6ImdpcmwifQ:1vbVSP:sc8b6A9v5Ppf_BJWIRmsWZhd3rnkxkYHV7LJcljE0do");
    }

    #[test]
    fn a_record_ends_when_its_text_is_too_old_whatever_the_session_says() {
        let at = fixture();
        let key = cookie(&at, r#"{"_session_expiry":5}"#).unwrap();
        at.clock.set(NOW + Duration::seconds(50));

        let Load::Found(stored) = block_on(at.store.load(&key, at.clock.now())).unwrap() else {
            panic!("it is gone")
        };

        assert_eq!(stored.record.expires_at, NOW.replace_nanosecond(0).unwrap() + Duration::seconds(60));
    }

    #[test]
    fn text_of_other_engines_is_no_session() {
        let at = fixture();
        let row = "eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk";

        let loaded = block_on(at.store.load(&SessionKey::from_cookie(row).unwrap(), NOW));

        assert!(matches!(loaded, Ok(Load::Replace)));
    }

    #[test]
    fn a_new_key_is_asked_for_and_what_was_there_is_kept() {
        let at = fixture();
        let key = cookie(&at, r#"{"hobby":"girl"}"#).unwrap();
        let session = at.request(&key);

        block_on(session.create()).unwrap();
        assert!(session.is_modified());
        block_on(session.save()).unwrap();

        assert_eq!(block_on(session.load()).unwrap().data().to_json(), r#"{"hobby":"girl"}"#);
    }

    #[test]
    fn a_session_that_browsers_would_drop_is_refused_by_name_and_size() {
        let at = fixture();
        let noise =
            |length| crate::base::crypto::random_text(length, crate::base::crypto::TOKEN_ALPHABET).unwrap();
        let (first, second, third) = (noise(3000), noise(2000), noise(1000));
        let json = format!(r#"{{"small":"s","third":"{third}","first":"{first}","second":"{second}"}}"#);

        let refused = cookie(&at, &json).unwrap_err();

        let StoreError::TooLarge { size, limit, largest } = &refused else { panic!("{refused:?}") };
        assert!(*size > 4096 && *limit == 4096);
        let expected = [("first", 3007), ("second", 2008), ("third", 1007)];
        assert_eq!(largest[..], expected.map(|(key, size)| (key.to_owned(), size)));
        assert!(!format!("{refused} {refused:?}").contains(&third[..20]));
    }

    #[test]
    fn every_cookie_of_4096_bytes_and_no_larger_one_is_sent() {
        let with = |settings: &SessionSettings, clock: &Clock| {
            let settings = SessionSettings {
                cookie_name: "__Secure-session".into(),
                cookie_domain: Some("example.com".into()),
                cookie_encrypted: true,
                ..settings.clone()
            };
            let keys = Keys::new("example-secret-key", [""; 0]);
            let store = Arc::new(SignedCookies::new(&settings, &keys));
            crate::web::sessions::Sessions::with_store(store, settings, clock)
        };
        let sessions = with(&SessionSettings::default(), &Clock::fixed(NOW));
        let sent = |length: usize| {
            let cookies = Cookies::parse(b"");
            let session = block_on(sessions.begin(&cookies).load()).unwrap();
            session.insert("k", "x".repeat(length)).unwrap();
            match block_on(sessions.finish(Some(&session), &cookies, 200)) {
                Ok(outcome) => match outcome.cookie {
                    CookieChange::Set(cookie, _) => Ok(cookie.to_header(NOW).unwrap().len()),
                    other => panic!("{other:?}"),
                },
                Err(SessionError::Store(StoreError::TooLarge { size, .. })) => Err(size),
                Err(other) => panic!("{other:?}"),
            }
        };

        let too_long = (2700..).find(|length| sent(*length).is_err()).unwrap();

        // Three bytes are four characters of base64.
        assert!((4095..=4096).contains(&sent(too_long - 1).unwrap()));
        assert!((4097..=4098).contains(&sent(too_long).unwrap_err()));
    }
}
