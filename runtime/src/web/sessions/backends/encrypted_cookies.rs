//! `Encryption`: the session in a cookie that its holder cannot read. Ours alone; Django has nothing like it.
//!
//! Wire shape, before it is written as base64 with `-` and `_` and without padding:
//!
//! ```text
//! version(1) = 1   sealed( seconds since 1970(8, big-endian)  JSON of the session )
//! ```
//!
//! The seal is that of [`SealKey`]: AES-256-GCM under a key that is made anew for each cookie. So a cookie is
//! two thirds of its length JSON: a session may have about 2900 bytes of it. The cookie's name is bound in: a
//! session that is moved to a cookie of another name does not open. `{"hobby":"girl"}` under the key
//! `example-secret-key` in the cookie `sessionid`, written on 2026-01-02 at 03:04:05, with 0 to 23 for random
//! bytes:
//!
//! ```text
//! AQABAgMEBQYHCAkKCwwNDg8QERITFBUWF0_2DkdNFaIc5fm09r_RSUdpiQl6vXbYHFeuFTzySDwJcLgVYbPPJgc
//! ```
//!
//! It is not deflated first, as the signed form is. The length of a deflated text says how much of it repeats
//! itself; whoever sees that length, and has the site put words of his choice into a visitor's session, would
//! find out the visitor's CSRF secret letter by letter (CRIME, CVE-2012-4929).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as STRICT;
use time::Duration;

use crate::base::clock::Timestamp;
use crate::base::crypto::{RandomError, SealKey};
use crate::base::signing::Keys;

use super::signed_cookies::Refusal;

/// Names what the keys are for; the number is the version of the shape.
const PURPOSE: &str = "vestibule.sessions.encrypted_cookies.1";

/// The first byte.
const VERSION: u8 = 1;

/// How far apart the clocks of one site's machines may be. A cookie from a later time than this would
/// outlive its age.
const CLOCK_SKEW: Duration = Duration::minutes(5);

/// Encrypts with the current key; every key decrypts.
#[derive(Debug)]
pub(super) struct Encryption {
    /// One for each of [`Keys::iter`].
    keys: Vec<SealKey>,
    cookie_name: Box<str>,
}

impl Encryption {
    pub(super) fn new(keys: &Keys, cookie_name: &str) -> Self {
        let keys = keys.iter().map(|key| SealKey::new(PURPOSE, key.as_bytes())).collect();
        Self { keys, cookie_name: cookie_name.into() }
    }

    /// The text of a cookie that holds `json`.
    pub(super) fn write(&self, json: &str, now: Timestamp) -> Result<String, RandomError> {
        let message = [&now.unix_timestamp().to_be_bytes(), json.as_bytes()].concat();
        let sealed = self.keys[0].seal(self.cookie_name.as_bytes(), &message)?;
        Ok(STRICT.encode([&[VERSION], &*sealed].concat()))
    }

    /// The JSON in a text that [`Encryption::write`] made at most `max_age` before `now`, and when that was.
    pub(super) fn read(
        &self,
        text: &str,
        max_age: Duration,
        now: Timestamp,
    ) -> Result<(String, Timestamp), Refusal> {
        let message = self.open(text).ok_or(Refusal::Forged)?;
        let (seconds, json) = message.split_first_chunk().ok_or(Refusal::Forged)?;
        let seconds = i64::from_be_bytes(*seconds);
        let written_at = Timestamp::from_unix_timestamp(seconds).map_err(|_| Refusal::OutOfTime)?;
        if now - written_at > max_age || written_at - now > CLOCK_SKEW {
            return Err(Refusal::OutOfTime);
        }
        let json =
            String::from_utf8(json.to_vec()).map_err(|error| Refusal::Corrupt(error.utf8_error().into()))?;
        Ok((json, written_at))
    }

    fn open(&self, text: &str) -> Option<Vec<u8>> {
        let bytes = STRICT.decode(text).ok()?;
        let sealed = bytes.strip_prefix(&[VERSION])?;
        self.keys.iter().find_map(|key| key.open(self.cookie_name.as_bytes(), sealed))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::clock::Clock;
    use crate::web::sessions::backends::SignedCookies;
    use crate::web::sessions::conformance::NOW;
    use crate::web::sessions::{SessionSettings, SessionStore};

    crate::session_store_suite!(|settings: &SessionSettings, _: &Clock| -> Arc<dyn SessionStore> {
        let settings = SessionSettings { cookie_encrypted: true, ..settings.clone() };
        Arc::new(SignedCookies::new(&settings, &keys()))
    });

    const JSON: &str = r#"{"hobby":"girl"}"#;

    const AGE: Duration = Duration::days(14);

    fn keys() -> Keys {
        Keys::new("example-secret-key", [""; 0])
    }

    fn encryption() -> Encryption {
        Encryption::new(&keys(), "sessionid")
    }

    fn written() -> String {
        encryption().write(JSON, NOW).unwrap()
    }

    fn reads(encryption: &Encryption, text: &str, now: Timestamp) -> bool {
        encryption.read(text, AGE, now).is_ok_and(|(json, _)| json == JSON)
    }

    #[test]
    fn the_text_in_the_module_docs_is_read() {
        // Made with Python's `cryptography`.
        let text = "AQABAgMEBQYHCAkKCwwNDg8QERITFBUWF0_2DkdNFaIc5fm09r_RSUdpiQl6vXbYHFeuFTzySDwJcLgVYbPPJgc";

        let (json, at) = encryption().read(text, AGE, NOW).unwrap();

        assert_eq!((&*json, at), (JSON, NOW.replace_nanosecond(0).unwrap()));
    }

    #[test]
    fn a_cookie_shows_nothing_and_is_never_the_same_twice() {
        let (first, second) = (written(), written());

        assert_eq!(first.len(), second.len());
        let shared = first.bytes().zip(second.bytes()).filter(|(first, second)| first == second).count();
        assert!(shared < 20, "{shared} characters are the same");
        let bytes = STRICT.decode(first).unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"girl"));
    }

    #[test]
    fn a_cookie_of_another_name_or_key_does_not_open() {
        let text = written();

        assert!(reads(&encryption(), &text, NOW));
        assert!(!reads(&Encryption::new(&keys(), "sessionid2"), &text, NOW));
        assert!(!reads(&Encryption::new(&Keys::new("another", [""; 0]), "sessionid"), &text, NOW));
    }

    #[test]
    fn older_keys_still_open_it_and_no_longer_make_it() {
        let rotated = Encryption::new(&Keys::new("newer", ["unrelated", "example-secret-key"]), "sessionid");

        assert!(reads(&rotated, &written(), NOW));
        assert!(!reads(&encryption(), &rotated.write(JSON, NOW).unwrap(), NOW));
    }

    #[test]
    fn a_changed_or_cut_or_lengthened_cookie_does_not_open() {
        let text = written();

        for place in 0..text.len() {
            let other = if text.as_bytes()[place] == b'A' { "B" } else { "A" };
            let changed = format!("{}{other}{}", &text[..place], &text[place + 1..]);
            assert!(!reads(&encryption(), &changed, NOW), "character {place}");
            assert!(!reads(&encryption(), &text[..place], NOW), "cut to {place}");
        }
        for tail in ["A", "AA", "AAAA", "="] {
            assert!(!reads(&encryption(), &format!("{text}{tail}"), NOW), "{tail}");
        }
        // Well sealed, but not of this version.
        let mut bytes = STRICT.decode(&text).unwrap();
        bytes[0] = 2;
        assert!(!reads(&encryption(), &STRICT.encode(bytes), NOW));
    }

    #[test]
    fn a_cookie_is_read_as_long_as_it_is_neither_too_old_nor_of_the_far_future() {
        let text = written();
        let at = |offset: Duration| reads(&encryption(), &text, NOW.replace_nanosecond(0).unwrap() + offset);

        assert!(at(AGE));
        assert!(!at(AGE + Duration::NANOSECOND));
        assert!(at(-CLOCK_SKEW));
        assert!(!at(-CLOCK_SKEW - Duration::NANOSECOND));
    }

    #[test]
    fn what_is_only_signed_is_not_taken() {
        let signed = crate::base::signing::dumps_text(
            JSON,
            &keys(),
            "django.contrib.sessions.backends.signed_cookies",
            true,
            NOW,
        );

        assert!(!reads(&encryption(), &signed, NOW));
        assert!(!reads(&encryption(), "", NOW));
    }

    #[test]
    fn debug_prints_nothing_of_the_keys() {
        assert!(!format!("{:?}", encryption()).contains("example"));
    }
}
