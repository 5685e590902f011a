//! The hashes, one file per kind: read from the table, compared with a password, and two of them written.

#[cfg(feature = "argon2")]
mod argon2;
#[cfg(feature = "bcrypt")]
mod bcrypt;
mod md5;
mod pbkdf2;
#[cfg(feature = "scrypt")]
mod scrypt;

use std::cmp::Ordering;

use super::{MAX_ITERATIONS, PasswordConfig, PasswordError, PasswordHasher};

/// The kinds of hashes, weakest first: PBKDF2 costs an attacker only time, bcrypt some memory too, scrypt and Argon2 much
/// of it (OWASP, Password Storage Cheat Sheet).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    Md5,
    Pbkdf2Sha1,
    Pbkdf2Sha256,
    #[cfg(feature = "bcrypt")]
    Bcrypt,
    #[cfg(feature = "bcrypt")]
    BcryptSha256,
    #[cfg(feature = "scrypt")]
    Scrypt,
    Argon2,
}

impl From<PasswordHasher> for Algorithm {
    fn from(hasher: PasswordHasher) -> Self {
        match hasher {
            PasswordHasher::Pbkdf2Sha256 => Self::Pbkdf2Sha256,
            PasswordHasher::Argon2 => Self::Argon2,
        }
    }
}

/// A hash that has been read.
pub(super) trait PasswordHash {
    fn algorithm(&self) -> Algorithm;

    /// Whether it was made of this password. It takes the time of one hash, right or wrong.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Failed`] if there is not the memory that it takes.
    fn is_of(&self, password: &str) -> Result<bool, PasswordError>;

    /// What that takes, in iterations of PBKDF2. Costs of different kinds are compared by Django's defaults of each: a
    /// million iterations stand for one hash of those.
    fn work(&self) -> u64;

    /// Whether it is weaker than hashes that are written now in the same kind (`Less`), just so (`Equal`), or neither
    /// (`Greater`). Asked only of the kinds that are written.
    fn compare(&self, _config: &PasswordConfig) -> Ordering {
        Ordering::Equal
    }
}

/// Why a password in the table is of no use.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is of no kind that we know.
    Unknown,
    /// It is of a kind that is left out of this program.
    NotBuiltIn { algorithm: &'static str, feature: &'static str },
    /// It is not as hashes of its kind are, or costs too much.
    Malformed { algorithm: &'static str },
}

/// Reads what stands in the password column.
pub(super) fn read(encoded: &str) -> Result<Box<dyn PasswordHash + '_>, Unread> {
    let (algorithm, rest) = encoded.split_once('$').ok_or(Unread::Unknown)?;
    match algorithm {
        "pbkdf2_sha256" => sound("pbkdf2_sha256", pbkdf2::Pbkdf2::sha256(rest)),
        "pbkdf2_sha1" => sound("pbkdf2_sha1", pbkdf2::Pbkdf2::sha1(rest)),
        "md5" => sound("md5", md5::Md5::read(rest)),
        #[cfg(feature = "argon2")]
        "argon2" => sound("argon2", argon2::Argon2Hash::read(rest)),
        #[cfg(feature = "bcrypt")]
        "bcrypt" => sound("bcrypt", bcrypt::Bcrypt::read(Algorithm::Bcrypt, rest)),
        #[cfg(feature = "bcrypt")]
        "bcrypt_sha256" => sound("bcrypt_sha256", bcrypt::Bcrypt::read(Algorithm::BcryptSha256, rest)),
        #[cfg(feature = "scrypt")]
        "scrypt" => sound("scrypt", scrypt::Scrypt::read(rest)),
        _ => Err(left_out(algorithm)),
    }
}

/// Names the feature that would bring it.
fn left_out(algorithm: &str) -> Unread {
    let known =
        [("argon2", "argon2"), ("bcrypt", "bcrypt"), ("bcrypt_sha256", "bcrypt"), ("scrypt", "scrypt")];
    match known.into_iter().find(|(name, _)| *name == algorithm) {
        Some((algorithm, feature)) => Unread::NotBuiltIn { algorithm, feature },
        None => Unread::Unknown,
    }
}

/// Nothing but what can be checked in time.
fn sound<'a, H: PasswordHash + 'a>(
    algorithm: &'static str,
    hash: Option<H>,
) -> Result<Box<dyn PasswordHash + 'a>, Unread> {
    match hash {
        Some(hash) if hash.work() <= MAX_ITERATIONS.into() => Ok(Box::new(hash)),
        _ => Err(Unread::Malformed { algorithm }),
    }
}

/// As [`PasswordHash::compare`], with hashes of other kinds too.
pub(super) fn compare(config: &PasswordConfig, hash: &dyn PasswordHash) -> Ordering {
    hash.algorithm().cmp(&config.hasher.into()).then_with(|| hash.compare(config))
}

/// As [`PasswordHash::is_of`], of whatever kind.
pub(super) fn is_of(hash: &dyn PasswordHash, password: &str) -> Result<bool, PasswordError> {
    #[cfg(test)]
    done::add(hash.work());
    hash.is_of(password)
}

/// A new hash, as it is stored.
pub(super) fn encode(config: &PasswordConfig, password: &str, salt: &str) -> Result<String, PasswordError> {
    #[cfg(test)]
    done::add(work_of(config));
    match config.hasher {
        PasswordHasher::Pbkdf2Sha256 => Ok(pbkdf2::encode(password, salt, config.iterations)),
        #[cfg(feature = "argon2")]
        PasswordHasher::Argon2 => argon2::encode(password, salt),
        #[cfg(not(feature = "argon2"))]
        PasswordHasher::Argon2 => Err(PasswordError::NotBuiltIn("argon2")),
    }
}

/// What [`encode`] takes, as [`PasswordHash::work`].
pub(super) fn work_of(config: &PasswordConfig) -> u64 {
    match config.hasher {
        PasswordHasher::Pbkdf2Sha256 => config.iterations.get().into(),
        PasswordHasher::Argon2 => WORK_OF_DEFAULT,
    }
}

/// Does so much work of the kind that is written, for nothing but the time that it takes.
pub(super) fn work(config: &PasswordConfig, password: &str, work: u64) -> Result<(), PasswordError> {
    #[cfg(test)]
    done::add(work);
    match config.hasher {
        PasswordHasher::Pbkdf2Sha256 => pbkdf2::work(password, work),
        #[cfg(feature = "argon2")]
        PasswordHasher::Argon2 => argon2::work(password, work)?,
        #[cfg(not(feature = "argon2"))]
        PasswordHasher::Argon2 => return Err(PasswordError::NotBuiltIn("argon2")),
    }
    Ok(())
}

/// One hash as Django makes it by default, of whatever kind.
pub(super) const WORK_OF_DEFAULT: u64 = 1_000_000;

/// As [`PasswordHash::work`]: what a hash costs of what Django's default of its kind does.
#[cfg(any(feature = "argon2", feature = "bcrypt", feature = "scrypt"))]
fn work_in_shares_of(default: u128, cost: u128) -> u64 {
    let work = cost.saturating_mul(WORK_OF_DEFAULT.into()) / default;
    u64::try_from(work).unwrap_or(u64::MAX)
}

/// The number that a text is in the one way that hashers write it: digits, without zeros before them.
fn number(text: &str) -> Option<u32> {
    let is_written_so =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if is_written_so { text.parse().ok() } else { None }
}

/// The work that a test has asked for on its thread: counted, since what a clock says depends on the machine.
#[cfg(test)]
pub(super) mod done {
    use std::cell::Cell;

    thread_local! {
        static WORK: Cell<u64> = const { Cell::new(0) };
    }

    pub(super) fn add(work: u64) {
        WORK.set(WORK.get() + work);
    }

    /// What `act` has asked for, as [`PasswordHash::work`](super::PasswordHash::work).
    pub(in crate::base::passwords) fn by(act: impl FnOnce()) -> u64 {
        let before = WORK.get();
        act();
        WORK.get() - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_names_the_feature_that_brings_it() {
        for (algorithm, feature) in
            [("argon2", "argon2"), ("bcrypt", "bcrypt"), ("bcrypt_sha256", "bcrypt"), ("scrypt", "scrypt")]
        {
            assert_eq!(left_out(algorithm), Unread::NotBuiltIn { algorithm, feature });
        }
        assert_eq!(left_out("sha512_crypt"), Unread::Unknown);
        // With the feature, it is malformed.
        let unread = read("bcrypt$").err();
        assert_eq!(matches!(unread, Some(Unread::NotBuiltIn { .. })), !cfg!(feature = "bcrypt"));
    }

    #[test]
    fn a_number_has_one_spelling() {
        for (text, value) in [("0", Some(0)), ("10", Some(10)), ("4294967295", Some(u32::MAX))] {
            assert_eq!(number(text), value);
        }
        for text in ["", "00", "01", "+1", "-1", " 1", "1 ", "1_000", "٣", "4294967296"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
