//! The hash that ties a session to the password its user had at login (Django,
//! `contrib/auth/base_user.py`): whoever changes the password ends all sessions of before.
//!
//! ```text
//! _auth_user_hash = 64 hex digits of HMAC-SHA256 over the stored password
//! ```

use std::fmt;

use crate::crypto::{Algorithm, HmacKey, constant_time_eq};
use crate::signing::{self, Keys};

use super::User;

/// The key salt; the name is part of Django's format.
const SALT: &str = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";

/// The keys of these hashes, made ready once: a session is checked with every request that asks who is
/// there.
pub(crate) struct SessionHashes {
    /// The current one first.
    keys: Vec<HmacKey>,
}

/// Under which key the hash of a session is the user's.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verified {
    Current,
    /// An older key of the site's.
    Fallback,
    No,
}

impl SessionHashes {
    pub(crate) fn new(keys: &Keys) -> Self {
        let ready = |key| signing::salted_key(Algorithm::Sha256, SALT, key);
        Self { keys: keys.iter().map(ready).collect() }
    }

    /// The hash of a session that begins now.
    pub(super) fn of(&self, user: &User) -> String {
        self.keys.first().map_or_else(String::new, |key| hash(key, user))
    }

    pub(super) fn verify(&self, user: &User, stored: &str) -> Verified {
        let position =
            self.keys.iter().position(|key| constant_time_eq(stored.as_bytes(), hash(key, user).as_bytes()));
        match position {
            Some(0) => Verified::Current,
            Some(_) => Verified::Fallback,
            None => Verified::No,
        }
    }
}

impl fmt::Debug for SessionHashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionHashes")
    }
}

fn hash(key: &HmacKey, user: &User) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let tag = key.sign(user.password().as_bytes());
    let mut text = String::with_capacity(2 * tag.as_ref().len());
    for byte in tag.as_ref() {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_holds_for_its_password_and_the_sites_keys() {
        let user = |password: &str| User::builder("1", "gary").password(password).build();
        let old = SessionHashes::new(&Keys::new("old", [""; 0]));
        let new = SessionHashes::new(&Keys::new("new", ["old"]));
        let before = old.of(&user("123"));

        assert_eq!(before.len(), 64);
        assert_eq!(new.verify(&user("123"), &new.of(&user("123"))), Verified::Current);
        assert_eq!(new.verify(&user("123"), &before), Verified::Fallback);
        assert_eq!(new.verify(&user("124"), &before), Verified::No);
        assert_eq!(old.verify(&user("123"), &new.of(&user("123"))), Verified::No);
        assert_eq!(new.verify(&user("123"), ""), Verified::No);
    }
}
