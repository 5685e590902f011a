//! `bcrypt_sha256$$2b$12$<22 characters of salt><31 of hash>`, of the SHA-256 of the password in hex; and `bcrypt$…`, of
//! the password itself, of which 72 bytes count.

use base64::Engine as _;
use base64::alphabet::BCRYPT;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

use super::{Algorithm, PasswordHash, number, work_in_shares_of};
use crate::base::crypto::{self, constant_time_eq};
use crate::base::passwords::PasswordError;

const BASE64: GeneralPurpose = GeneralPurpose::new(&BCRYPT, NO_PAD);
/// Bytes that count of what is hashed, the zero at its end included.
const MAX_INPUT: usize = 72;
/// The twenty-fourth byte of the hash is never written.
const HASH_LENGTH: usize = 23;
const SALT_CHARACTERS: usize = 22;
/// What Django writes.
const DEFAULT_COST: u32 = 12;

pub(super) struct Bcrypt<'a> {
    algorithm: Algorithm,
    cost: u32,
    salt: [u8; 16],
    hash: &'a str,
}

impl<'a> Bcrypt<'a> {
    /// `rest` is what follows `bcrypt$` or `bcrypt_sha256$`. The versions are names of mistakes in other programs, long
    /// mended, and mean the same.
    pub(super) fn read(algorithm: Algorithm, rest: &'a str) -> Option<Self> {
        let mut parts = rest.split('$');
        let (nothing, version, cost, data) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if !nothing.is_empty() || !["2a", "2b", "2x", "2y"].contains(&version) || parts.next().is_some() {
            return None;
        }
        // Always two digits.
        let cost = (cost.len() == 2).then(|| number(cost.strip_prefix('0').unwrap_or(cost)))??;
        let (salt, hash) = data.split_at_checked(SALT_CHARACTERS)?;
        let salt = BASE64.decode(salt).ok()?.try_into().ok()?;
        (4..=31).contains(&cost).then_some(Self { algorithm, cost, salt, hash })
    }
}

impl PasswordHash for Bcrypt<'_> {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    fn is_of(&self, password: &str) -> Result<bool, PasswordError> {
        let mut input: Vec<u8> = match self.algorithm {
            Algorithm::BcryptSha256 => {
                let digest = crypto::digest(crypto::Algorithm::Sha256, password.as_bytes());
                digest.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
            }
            _ => password.into(),
        };
        // A zero ends what is hashed; Django's forms take none.
        let has_end = input.contains(&0);
        input.push(0);
        input.truncate(MAX_INPUT);
        let made = BASE64.encode(&bcrypt::bcrypt(self.cost, self.salt, &input)[..HASH_LENGTH]);
        Ok(constant_time_eq(made.as_bytes(), self.hash.as_bytes()) && !has_end)
    }

    fn work(&self) -> u64 {
        work_in_shares_of(1 << DEFAULT_COST, 1 << self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of "0", by Django, with `bcrypt$` before it.
    const ZERO: &str = "$2b$04$2q8erd/rPEF7HqnzhLVuEOCGy/LLsPvwvJw6vyxTrJlIvH8B/kdeG";

    fn is_of(password: &str, rest: &str) -> Option<bool> {
        Some(Bcrypt::read(Algorithm::Bcrypt, rest)?.is_of(password).unwrap())
    }

    #[test]
    fn only_what_bcrypt_writes_is_read() {
        assert_eq!(is_of("0", ZERO), Some(true));
        assert_eq!(is_of("0", &ZERO.replace("2b", "2y")), Some(true));
        for (from, to) in [
            ("$2b", "2b"),
            ("2b", "2c"),
            ("$04", "$4"),
            ("$04", "$+4"),
            ("$04", "$004"),
            ("$04", "$03"),
            ("$04", "$32"),
            ("2q8erd/rPEF7HqnzhLVuEO", "2q8erd"),
            ("2q8erd", "2q8é"),
            ("2q8erd", "=q8erd"),
            // Bits of the salt that nobody counts.
            ("VuEO", "VuEP"),
            ("kdeG", "kdeG$"),
        ] {
            let odd = ZERO.replacen(from, to, 1);
            let is_read = is_of("0", &odd);
            assert!(is_read.is_none() || (to.is_empty() && is_read == Some(false)), "{odd}");
        }
        for end in ["", "A", "=", "\0"] {
            let odd = format!("{}{end}", &ZERO[..ZERO.len() - 1]);
            assert_eq!(is_of("0", &odd), Some(false), "{odd}");
        }
    }

    #[test]
    fn of_a_long_password_72_bytes_count_and_no_zero_is_in_one() {
        let salt = "2q8erd/rPEF7HqnzhLVuEO";
        let made = |input: &[u8]| {
            let salt = BASE64.decode(salt).unwrap().try_into().unwrap();
            format!(
                "$2b$04${}{}",
                "2q8erd/rPEF7HqnzhLVuEO",
                BASE64.encode(&bcrypt::bcrypt(4, salt, input)[..HASH_LENGTH])
            )
        };

        assert_eq!(is_of(&"x".repeat(80), &made(&[b'x'; 72])), Some(true));
        assert_eq!(is_of(&"x".repeat(71), &made(&[b'x'; 72])), Some(false));
        assert_eq!(is_of("a\0a", &made(b"a\0")), Some(false));
        assert_eq!(is_of("a", &made(b"a\0")), Some(true));
    }
}
