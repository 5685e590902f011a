//! `md5$<salt>$<hex>`: MD5 of salt and password. Fast, and therefore no protection; read so that such users can log in and
//! be given another hash.

use super::{Algorithm, PasswordHash};
use crate::base::crypto::{self, constant_time_eq};
use crate::base::passwords::PasswordError;

pub(super) struct Md5<'a> {
    salt: &'a str,
    hash: &'a str,
}

impl<'a> Md5<'a> {
    /// `rest` is what follows `md5$`.
    pub(super) fn read(rest: &'a str) -> Option<Self> {
        let (salt, hash) = rest.split_once('$')?;
        (!salt.is_empty()).then_some(Self { salt, hash })
    }
}

impl PasswordHash for Md5<'_> {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Md5
    }

    fn is_of(&self, password: &str) -> Result<bool, PasswordError> {
        let digest = crypto::digest(crypto::Algorithm::Md5, format!("{}{password}", self.salt).as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(constant_time_eq(hex.as_bytes(), self.hash.as_bytes()))
    }

    fn work(&self) -> u64 {
        0
    }
}
