//! `SessionKey`: the name a session is stored under, and the value of its cookie.
//!
//! Wire shape: 32 characters of `a-z0-9`, such as `63bbvvmx690z601yurx3gdqo5v2bg6cy` (165 bits of chance).
//! Whoever knows it is that visitor, so it has no readable `Debug` and no `Display`.

use std::fmt;

use crate::base::crypto::{self, RandomError};
use crate::base::text::ShortText;

/// The length of the keys we make.
pub(super) const LENGTH: usize = 32;

/// Keys below this length are never looked up. Django, contrib/sessions/backends/base.py.
const SHORTEST: usize = 8;

/// The name of a session in its store.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionKey(ShortText);

impl SessionKey {
    /// A new key: 32 characters from the operating system's generator.
    ///
    /// # Errors
    ///
    /// If that generator cannot be read; there is then no key.
    pub fn random() -> Result<Self, RandomError> {
        Ok(Self(crypto::random_text(LENGTH, crypto::KEY_ALPHABET)?.as_str().into()))
    }

    /// The key that this digest of 32 bytes stands for, as good as its secret: of each eight bytes eight characters.
    pub(super) fn of_digest(digest: &[u8]) -> Self {
        let alphabet = crypto::KEY_ALPHABET;
        let mut text = String::with_capacity(LENGTH);
        for chunk in digest.chunks(8) {
            let mut number = chunk.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            for _ in 0..8 {
                text.push(char::from(alphabet[(number % alphabet.len() as u64) as usize]));
                number /= alphabet.len() as u64;
            }
        }
        Self(text.as_str().into())
    }

    /// Takes what a client sent, which may be anything of 8 characters or more.
    ///
    /// It opens a session only if a record of this name is stored; a new session never takes it over.
    pub fn from_cookie(value: &str) -> Option<Self> {
        // Characters, as in Django, not bytes, of which one has four at most.
        let is_long_enough = value.len() >= 4 * SHORTEST || value.chars().take(SHORTEST).count() == SHORTEST;
        is_long_enough.then(|| Self(value.into()))
    }

    /// The text, to be kept elsewhere too.
    pub(super) fn text(&self) -> ShortText {
        self.0.clone()
    }

    /// Its bytes, which cost nothing to look at.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// The text: for a store to look it up, and for the cookie. Never to be logged.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Prints the type's name only.
impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_key_is_32_characters_of_a_to_z_and_digits() {
        let key = SessionKey::random().unwrap();

        assert_eq!(key.as_str().len(), 32);
        assert!(key.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert_ne!(key, SessionKey::random().unwrap());
    }

    #[test]
    fn a_cookie_of_less_than_eight_characters_is_no_key() {
        assert_eq!(SessionKey::from_cookie(""), None);
        assert_eq!(SessionKey::from_cookie("1234567"), None);
        assert_eq!(SessionKey::from_cookie("ééééééé"), None);
        assert!(SessionKey::from_cookie("12345678").is_some());
        assert!(SessionKey::from_cookie("éééééééé").is_some());
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        let key = SessionKey::from_cookie("63bbvvmx690z601yurx3gdqo5v2bg6cy").unwrap();

        assert_eq!(format!("{key:?}"), "SessionKey");
    }
}
