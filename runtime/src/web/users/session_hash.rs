//! The hash that ties a session to the password its user had at login (Django,
//! `contrib/auth/base_user.py`): whoever changes the password ends all sessions of before.
//!
//! ```text
//! _auth_user_hash = 64 hex digits of HMAC-SHA256 over the stored password
//! ```

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::crypto::{Algorithm, HmacKey, constant_time_eq};
use crate::base::signing::{self, Keys};
use crate::base::text::latin1;

use super::User;

/// The key salt; the name is part of Django's format.
const SALT: &str = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";

/// How many hexadecimal digits a hash has.
const LENGTH: usize = 64;

/// The keys of these hashes, made ready once: a session is checked with every request that asks who is
/// there.
pub(crate) struct SessionHashes {
    /// Tells these keys from those of another application.
    id: u64,
    current: HmacKey,
    fallbacks: Vec<HmacKey>,
}

/// A user's hash under the current key, kept with the user: it holds for as long as the password that it is
/// made of, and one who is not read from the store anew with every request needs it made but once.
#[derive(Clone)]
pub(super) struct SessionHash {
    keys: u64,
    digits: [u8; LENGTH],
}

/// Under which key the hash of a session is the user's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verified {
    Current,
    /// An older key of the site's.
    Fallback,
    No,
}

impl SessionHashes {
    pub(crate) fn new(keys: &Keys) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let ready = |key| signing::salted_key(Algorithm::Sha256, SALT, key);
        Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            current: ready(keys.current()),
            fallbacks: keys.iter().skip(1).map(ready).collect(),
        }
    }

    /// The hash of a session that begins now.
    pub(crate) fn of(&self, user: &User) -> String {
        latin1(&self.current(user))
    }

    /// The same as it stands in the session.
    pub(crate) fn json(&self, user: &User) -> String {
        format!("\"{}\"", self.of(user))
    }

    pub(crate) fn verify(&self, user: &User, stored: &str) -> Verified {
        let is = |hash: [u8; LENGTH]| constant_time_eq(stored.as_bytes(), &hash);
        if is(self.current(user)) {
            return Verified::Current;
        }
        match self.fallbacks.iter().any(|key| is(hash(key, user))) {
            true => Verified::Fallback,
            false => Verified::No,
        }
    }

    fn current(&self, user: &User) -> [u8; LENGTH] {
        let make = || hash(&self.current, user);
        let kept = user.session_hash().get_or_init(|| SessionHash { keys: self.id, digits: make() });
        // A user may be known to two applications.
        if kept.keys == self.id { kept.digits } else { make() }
    }
}

impl fmt::Debug for SessionHashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionHashes")
    }
}

fn hash(key: &HmacKey, user: &User) -> [u8; LENGTH] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let tag = key.sign(user.password().as_bytes());
    let mut digits = [0; LENGTH];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(tag.as_ref()) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    digits
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

    #[test]
    fn a_user_of_two_applications_has_a_hash_in_each() {
        let user = User::builder("1", "gary").password("123").build();
        let (one, other) = (
            SessionHashes::new(&Keys::new("one", [""; 0])),
            SessionHashes::new(&Keys::new("other", [""; 0])),
        );

        let hashes = [one.of(&user), other.of(&user), one.of(&user)];

        assert_ne!(hashes[0], hashes[1]);
        assert_eq!(hashes[0], hashes[2]);
        assert_eq!(other.verify(&user, &hashes[1]), Verified::Current);
        assert_eq!(other.verify(&user, &hashes[0]), Verified::No);
    }
}
