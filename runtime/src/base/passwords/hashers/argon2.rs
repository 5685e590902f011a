//! `argon2$argon2id$v=19$m=102400,t=2,p=8$<salt>$<hash>`: what follows `argon2` is the text that the algorithm's own tools
//! write, with both parts in base64 without padding.

use std::cmp::Ordering;
use std::hint::black_box;

use argon2::{Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::{Algorithm, PasswordHash, WORK_OF_DEFAULT, number, work_in_shares_of};
use crate::base::crypto::constant_time_eq;
use crate::base::passwords::judge::SALT_LENGTH;
use crate::base::passwords::{PasswordConfig, PasswordError};

/// Memory in KiB, passes over it, lanes, and bytes of the hash: as Django writes.
const MEMORY: u32 = 102_400;
const PASSES: u32 = 2;
const LANES: u32 = 8;
const HASH_LENGTH: usize = 32;

/// Memory that is never taken for one password: more than 1 GiB, in KiB.
const MAX_MEMORY: u32 = 1 << 20;
/// The algorithm's own least.
const MIN_SALT: usize = 8;

pub(super) struct Argon2Hash {
    variety: argon2::Algorithm,
    version: Version,
    params: Params,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Argon2Hash {
    /// `rest` is what follows `argon2$`.
    pub(super) fn read(rest: &str) -> Option<Self> {
        let (variety, rest) = rest.split_once('$')?;
        let variety = argon2::Algorithm::new(variety).ok()?;
        // The first version of the algorithm said nothing of it.
        let (version, rest) = match rest.strip_prefix("v=") {
            Some(rest) => rest.split_once('$')?,
            None => ("16", rest),
        };
        let version = Version::try_from(number(version)?).ok()?;
        let mut parts = rest.split('$');
        let (costs, salt, hash) = (parts.next()?, decode(parts.next()?)?, decode(parts.next()?)?);
        let params = params(costs, hash.len())?;
        let is_sound = parts.next().is_none() && salt.len() >= MIN_SALT;
        is_sound.then_some(Self { variety, version, params, salt, hash })
    }
}

/// `m=102400,t=2,p=8`.
fn params(costs: &str, hash_length: usize) -> Option<Params> {
    let mut costs = costs.split(',');
    let mut cost = |name| number(costs.next()?.strip_prefix(name)?);
    let (memory, passes, lanes) = (cost("m=")?, cost("t=")?, cost("p=")?);
    if costs.next().is_some() || memory > MAX_MEMORY {
        return None;
    }
    Params::new(memory, passes, lanes, Some(hash_length)).ok()
}

fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD_NO_PAD.decode(text).ok()
}

impl PasswordHash for Argon2Hash {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Argon2
    }

    fn is_of(&self, password: &str) -> Result<bool, PasswordError> {
        let hasher = Argon2::new(self.variety, self.version, self.params.clone());
        let made = hash(&hasher, password, &self.salt, self.hash.len())?;
        Ok(constant_time_eq(&made, &self.hash))
    }

    fn work(&self) -> u64 {
        let blocks = |memory: u32, passes: u32| u128::from(memory) * u128::from(passes);
        work_in_shares_of(blocks(MEMORY, PASSES), blocks(self.params.m_cost(), self.params.t_cost()))
    }

    fn compare(&self, _: &PasswordConfig) -> Ordering {
        let is_weaker = self.variety != argon2::Algorithm::Argon2id
            || self.version != Version::V0x13
            || self.salt.len() < SALT_LENGTH
            || self.hash.len() < HASH_LENGTH
            || self.work() < WORK_OF_DEFAULT;
        let costs = (self.params.m_cost(), self.params.t_cost(), self.params.p_cost());
        match is_weaker {
            true => Ordering::Less,
            false if costs == (MEMORY, PASSES, LANES) && self.hash.len() == HASH_LENGTH => Ordering::Equal,
            false => Ordering::Greater,
        }
    }
}

/// A new hash.
pub(super) fn encode(password: &str, salt: &str) -> Result<String, PasswordError> {
    let hash = hash(&hasher(MEMORY)?, password, salt.as_bytes(), HASH_LENGTH)?;
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    Ok(format!("argon2$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}${salt}${hash}"))
}

/// Takes that share of the time of a new hash: as many passes over less memory.
pub(super) fn work(password: &str, work: u64) -> Result<(), PasswordError> {
    let memory = u64::from(MEMORY) * work.min(WORK_OF_DEFAULT) / WORK_OF_DEFAULT;
    let memory = u32::try_from(memory).unwrap_or(MEMORY);
    // Less memory than this the lanes do not divide, and it takes no time to speak of.
    if memory >= 8 * LANES {
        black_box(hash(&hasher(memory)?, password, b"salt and more", HASH_LENGTH)?);
    }
    Ok(())
}

fn hasher(memory: u32) -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(memory, PASSES, LANES, Some(HASH_LENGTH)).map_err(failed)?;
    Ok(Argon2::new(argon2::Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(hasher: &Argon2<'_>, password: &str, salt: &[u8], length: usize) -> Result<Vec<u8>, PasswordError> {
    let mut hash = vec![0; length];
    hasher.hash_password_into(password.as_bytes(), salt, &mut hash).map_err(failed)?;
    Ok(hash)
}

fn failed(error: argon2::Error) -> PasswordError {
    PasswordError::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of "secret", by Django.
    const SECRET: &str =
        "argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$Sm3MnLdCFk0Af+croKgebRoqqmhbKd88iiW3yUOXn78";

    #[test]
    fn only_the_spelling_of_the_algorithms_own_tools_is_read() {
        assert!(Argon2Hash::read(SECRET).unwrap().is_of("secret").unwrap());
        for (from, to) in [
            ("argon2id", "argon2"),
            ("argon2id", "Argon2id"),
            ("v=19", "v=20"),
            ("v=19$", "v=019$"),
            ("m=64,t=1,p=1", "t=1,m=64,p=1"),
            ("m=64,t=1,p=1", "m=64,t=1"),
            ("m=64,t=1,p=1", "m=64,t=1,p=1,data=AA"),
            ("m=64", "m=064"),
            ("m=64", "m=7"),
            ("m=64", "m=1048577"),
            ("t=1", "t=0"),
            ("p=1", "p=0"),
            ("p=1", "p=9"),
            ("p=1", "p=4294967295"),
            ("c2FsdHNhbHRzYWx0", "c2FsdA"),
            ("c2FsdHNhbHRzYWx0", ""),
            ("$Sm3M", "$Sm3M$"),
            ("7yUOXn78", "yUOXn78="),
            ("Sm3MnLdCFk0Af+croKgebRoqqmhbKd88iiW3yUOXn78", "AAA"),
        ] {
            let odd = SECRET.replacen(from, to, 1);
            assert!(odd != SECRET || from == "7yUOXn78", "{from}");
            assert!(odd == SECRET || Argon2Hash::read(&odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn another_variety_version_or_cost_makes_another_hash() {
        for (from, to) in [
            ("argon2id", "argon2i"),
            ("argon2id", "argon2d"),
            ("v=19$", ""),
            ("t=1", "t=2"),
            ("m=64", "m=72"),
        ] {
            let other = Argon2Hash::read(&SECRET.replacen(from, to, 1)).unwrap();
            assert!(!other.is_of("secret").unwrap(), "{to}");
        }
    }
}
