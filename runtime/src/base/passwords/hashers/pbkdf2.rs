//! `pbkdf2_sha256$<iterations>$<salt>$<base64>`, and the same with `pbkdf2_sha1`: PBKDF2 as long as one digest.

use std::cmp::Ordering;
use std::hint::black_box;
use std::num::NonZeroU32;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Algorithm, PasswordHash, number};
use crate::base::crypto::{self, constant_time_eq};
use crate::base::passwords::judge::SALT_LENGTH;
use crate::base::passwords::{PasswordConfig, PasswordError};

pub(super) struct Pbkdf2<'a> {
    algorithm: Algorithm,
    digest: crypto::Algorithm,
    iterations: NonZeroU32,
    salt: &'a str,
    hash: &'a str,
}

impl<'a> Pbkdf2<'a> {
    /// `rest` is what follows `pbkdf2_sha256$`.
    pub(super) fn sha256(rest: &'a str) -> Option<Self> {
        Self::read(Algorithm::Pbkdf2Sha256, crypto::Algorithm::Sha256, rest)
    }

    /// `rest` is what follows `pbkdf2_sha1$`.
    pub(super) fn sha1(rest: &'a str) -> Option<Self> {
        Self::read(Algorithm::Pbkdf2Sha1, crypto::Algorithm::Sha1, rest)
    }

    fn read(algorithm: Algorithm, digest: crypto::Algorithm, rest: &'a str) -> Option<Self> {
        let (iterations, rest) = rest.split_once('$')?;
        let (salt, hash) = rest.split_once('$')?;
        let iterations = NonZeroU32::new(number(iterations)?)?;
        (!salt.is_empty()).then_some(Self { algorithm, digest, iterations, salt, hash })
    }
}

impl PasswordHash for Pbkdf2<'_> {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn is_of(&self, password: &str) -> Result<bool, PasswordError> {
        let made = hash(self.digest, password, self.salt, self.iterations);
        Ok(constant_time_eq(made.as_bytes(), self.hash.as_bytes()))
    }

    fn work(&self) -> u64 {
        self.iterations.get().into()
    }

    fn compare(&self, config: &PasswordConfig) -> Ordering {
        match self.salt.len() < SALT_LENGTH {
            true => Ordering::Less,
            false => self.iterations.cmp(&config.iterations),
        }
    }
}

/// A new hash, with SHA-256.
pub(super) fn encode(password: &str, salt: &str, iterations: NonZeroU32) -> String {
    let hash = hash(crypto::Algorithm::Sha256, password, salt, iterations);
    format!("pbkdf2_sha256${iterations}${salt}${hash}")
}

/// Takes the time of so many iterations, with SHA-256.
pub(super) fn work(password: &str, iterations: u64) {
    let iterations = u32::try_from(iterations).unwrap_or(u32::MAX);
    if let Some(iterations) = NonZeroU32::new(iterations) {
        black_box(hash(crypto::Algorithm::Sha256, password, "salt", iterations));
    }
}

fn hash(digest: crypto::Algorithm, password: &str, salt: &str, iterations: NonZeroU32) -> String {
    let key = crypto::pbkdf2(digest, password.as_bytes(), salt.as_bytes(), iterations);
    STANDARD.encode(key)
}
