//! The nonce of a request: made when something asks for it, and known to the policy only then.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::base::crypto::{self, RandomError};
use crate::base::signing::b64url;

/// Random bytes of a nonce; 22 characters of base64.
const NONCE_BYTES: usize = 16;

/// A request's nonce, made when it is first asked for.
#[derive(Clone, Default)]
pub(crate) struct Nonce(Arc<OnceLock<String>>);

impl Nonce {
    /// Made by the first call.
    pub(crate) fn get(&self) -> Result<&str, RandomError> {
        if let Some(nonce) = self.0.get() {
            return Ok(nonce);
        }
        let mut bytes = [0; NONCE_BYTES];
        crypto::fill_random(&mut bytes)?;
        Ok(self.0.get_or_init(|| b64url::encode(bytes)))
    }

    /// If something has asked for it.
    pub(crate) fn used(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce")
    }
}
