//! `scrypt$<N>$<salt>$<r>$<p>$<base64>`: 64 bytes; the salt stands before the last two costs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use scrypt::Params;

use super::{Algorithm, PasswordHash, number, work_in_shares_of};
use crate::base::crypto::constant_time_eq;
use crate::base::passwords::PasswordError;

/// N, r and p as Django writes them.
const DEFAULT: [u32; 3] = [16_384, 8, 5];
const HASH_LENGTH: usize = 64;
/// Memory that is never taken for one password: more than 1 GiB.
const MAX_MEMORY: u128 = 1 << 30;

pub(super) struct Scrypt<'a> {
    costs: [u32; 3],
    params: Params,
    salt: &'a str,
    hash: &'a str,
}

impl<'a> Scrypt<'a> {
    /// `rest` is what follows `scrypt$`.
    pub(super) fn read(rest: &'a str) -> Option<Self> {
        let mut parts = rest.split('$');
        let (n, salt) = (number(parts.next()?)?, parts.next()?);
        let (r, p, hash) = (number(parts.next()?)?, number(parts.next()?)?, parts.next()?);
        let memory = 128 * product([1, r, n.max(p)]);
        if parts.next().is_some() || salt.is_empty() || n < 2 || !n.is_power_of_two() || memory > MAX_MEMORY {
            return None;
        }
        let params = Params::new(u8::try_from(n.ilog2()).ok()?, r, p).ok()?;
        Some(Self { costs: [n, r, p], params, salt, hash })
    }
}

impl PasswordHash for Scrypt<'_> {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Scrypt
    }

    fn is_of(&self, password: &str) -> Result<bool, PasswordError> {
        let mut made = [0; HASH_LENGTH];
        scrypt::scrypt(password.as_bytes(), self.salt.as_bytes(), &self.params, &mut made)
            .map_err(|error| PasswordError::Failed(error.to_string()))?;
        Ok(constant_time_eq(STANDARD.encode(made).as_bytes(), self.hash.as_bytes()))
    }

    fn work(&self) -> u64 {
        work_in_shares_of(product(DEFAULT), product(self.costs))
    }
}

fn product(costs: [u32; 3]) -> u128 {
    costs.into_iter().map(u128::from).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of "secret", by Django.
    const SECRET: &str = "16$salt$8$1$DtMC/2Lur3h+/FR3+aski0Wvs2RJrYB7pfKp7l1B99vvfDbdo1z1d3Ok3Y9TQZe/COCwEVURyj8ffl4IN9uBPQ==";

    #[test]
    fn only_what_django_writes_is_read() {
        assert!(Scrypt::read(SECRET).unwrap().is_of("secret").unwrap());
        for (from, to) in [
            ("16$salt", "15$salt"),
            ("16$salt", "1$salt"),
            ("16$salt", "0$salt"),
            ("16$salt", "016$salt"),
            ("16$salt", "4294967296$salt"),
            // 2 GiB.
            ("16$salt", "2097152$salt"),
            ("salt", ""),
            ("$8$", "$0$"),
            ("$8$", "$4294967295$"),
            ("$1$", "$0$"),
            ("$1$", "$4294967295$"),
            ("$1$", "$"),
            ("==", "==$"),
        ] {
            let odd = SECRET.replacen(from, to, 1);
            assert!(Scrypt::read(&odd).is_none(), "{odd}");
        }
        for (from, to) in [("16$", "32$"), ("salt", "salz"), ("==", ""), ("DtMC", "DtMD")] {
            let other = SECRET.replacen(from, to, 1);
            assert!(!Scrypt::read(&other).unwrap().is_of("secret").unwrap(), "{other}");
        }
    }
}
