//! `Keys`: the secret key and those that came before it.

use std::fmt;
use std::sync::Arc;

/// A secret key to sign and verify with, and older ones that only verify.
///
/// Clones share the text. `Debug` prints nothing of it.
///
/// ```
/// use vestibule::signing::{Keys, Signer};
///
/// let of_last_year = Signer::new(&Keys::new("last year's", [""; 0]), "s").sign("v");
/// let rotated = Signer::new(&Keys::new("this year's", ["last year's"]), "s");
/// assert_eq!(rotated.unsign(&of_last_year)?, "v");
/// assert_ne!(rotated.sign("v"), of_last_year);
/// # Ok::<(), vestibule::signing::SignatureError>(())
/// ```
#[derive(Clone)]
pub struct Keys {
    current: Arc<str>,
    fallbacks: Arc<[Box<str>]>,
}

impl Keys {
    /// Takes the settings `secret_key` and `secret_key_fallbacks`.
    ///
    /// Fallbacks are tried in their order, after the current key. Each one costs an HMAC for every bad
    /// signature, and whoever knows one can sign: drop them once what they signed has expired.
    pub fn new(
        current: impl Into<Arc<str>>,
        fallbacks: impl IntoIterator<Item = impl Into<Box<str>>>,
    ) -> Self {
        Self { current: current.into(), fallbacks: fallbacks.into_iter().map(Into::into).collect() }
    }

    /// The same keys with `prefix` before each, as signed cookies and messages have them.
    pub fn prefixed(&self, prefix: &str) -> Self {
        Self::new(prefix.to_owned() + &self.current, self.fallbacks.iter().map(|key| prefix.to_owned() + key))
    }

    /// The key to sign with.
    pub fn current(&self) -> &str {
        &self.current
    }

    /// All keys to verify with, the current one first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.current).chain(self.fallbacks.iter().map(|key| &**key))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_gets_the_prefix() {
        let keys = Keys::new("new", ["old", "older"]).prefixed("p.");

        assert_eq!(keys.current(), "p.new");
        assert_eq!(keys.iter().collect::<Vec<_>>(), ["p.new", "p.old", "p.older"]);
    }

    #[test]
    fn debug_prints_nothing_of_the_keys() {
        assert_eq!(format!("{:?}", Keys::new("secret", ["older secret"])), "Keys");
    }
}
