//! How passwords are hashed: what settings say of it.

use std::num::NonZeroU32;

use crate::base::choices::choices;

choices! {
    /// The hash that passwords are written in; all that [`PasswordHashers`](super::PasswordHashers) knows are read.
    /// Django's names, such as `django.contrib.auth.hashers.Argon2PasswordHasher`, are read as well.
    pub enum PasswordHasher {
        /// PBKDF2 with HMAC-SHA-256, Django's default.
        Pbkdf2Sha256 = "pbkdf2_sha256" | "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        /// Argon2id with two passes over 100 MiB in eight lanes, as Django writes it (cargo feature `argon2`).
        Argon2 = "argon2" | "django.contrib.auth.hashers.Argon2PasswordHasher",
    }
}

choices! {
    /// Which passwords are hashed anew when their users log in, the only time that they are known.
    pub enum PasswordUpgrade {
        /// Those whose hash is weaker than the one that is written now. No site rewrites what another, with stronger
        /// settings, has written in the same table.
        Upwards = "upwards",
        /// Those whose hash is another than the one that is written now, as in Django.
        Exact = "exact",
        /// None.
        Never = "never",
    }
}

/// How passwords are hashed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PasswordConfig {
    /// What is written.
    pub(crate) hasher: PasswordHasher,
    /// Iterations of PBKDF2, at most [`MAX_ITERATIONS`].
    pub(crate) iterations: NonZeroU32,
    /// What is written anew.
    pub(crate) upgrade: PasswordUpgrade,
}

/// More iterations than these are neither written nor read: a hash that takes minutes stops logins.
pub(crate) const MAX_ITERATIONS: u32 = 20_000_000;
