//! `Signer`: a value, a separator, a signature.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as STRICT;

use super::{BadSeparator, Keys, SignatureError, salted_key};
use crate::base::crypto::{Algorithm, HmacKey};

/// Signs text and verifies what it signed: `hello` becomes `hello:` and 43 characters.
///
/// Making one costs a digest for each key; signing then costs one HMAC. A signer for a fixed salt is
/// best made once and kept. `Debug` prints nothing of its keys.
///
/// ```
/// use vestibule::signing::{Keys, Signer};
///
/// let signer = Signer::new(&Keys::new("example-secret-key", [""; 0]), "s");
/// let signed = signer.sign("v");
/// assert_eq!(signed, "v:jP9cWpwCK57sLnH-Opex17BoNv_r9OUpVkc4Mtqj6_w");
/// assert_eq!(signer.unsign(&signed)?, "v");
/// assert!(signer.unsign("w:jP9cWpwCK57sLnH-Opex17BoNv_r9OUpVkc4Mtqj6_w").is_err());
/// # Ok::<(), vestibule::signing::SignatureError>(())
/// ```
#[derive(Clone)]
pub struct Signer {
    /// One for each of [`Keys::iter`], so the first signs and all verify.
    keys: Vec<HmacKey>,
    algorithm: Algorithm,
    separator: Cow<'static, str>,
}

impl Signer {
    /// A signer with SHA-256 and the separator `:`.
    ///
    /// An empty salt stands for `django.core.signing.Signer`, as in Django: name your purpose.
    pub fn new(keys: &Keys, salt: &str) -> Self {
        Self::with_algorithm(keys, salt, Algorithm::Sha256)
    }

    /// A signer with another hash function.
    pub fn with_algorithm(keys: &Keys, salt: &str, algorithm: Algorithm) -> Self {
        let salt = if salt.is_empty() { "django.core.signing.Signer" } else { salt };
        let key_salt = format!("{salt}signer");
        let key = |secret| salted_key(algorithm, &key_salt, secret);
        Self { keys: keys.iter().map(key).collect(), algorithm, separator: Cow::Borrowed(":") }
    }

    /// Puts another separator between value and signature.
    ///
    /// # Errors
    ///
    /// [`BadSeparator`] if it is empty or made only of ASCII letters, digits and ``-_=[\]^` ``, with or
    /// without a line feed at the end. Django's pattern `^[A-z0-9-_=]*$` refuses exactly these.
    pub fn with_separator(mut self, separator: impl Into<Cow<'static, str>>) -> Result<Self, BadSeparator> {
        let separator = separator.into();
        let visible = separator.strip_suffix('\n').unwrap_or(&separator);
        if visible.bytes().all(|byte| matches!(byte, b'A'..=b'z' | b'0'..=b'9' | b'-' | b'=')) {
            return Err(BadSeparator);
        }
        self.separator = separator;
        Ok(self)
    }

    /// Appends separator and signature. The value may hold anything, the separator included.
    pub fn sign(&self, value: &str) -> String {
        let mut text = String::with_capacity(value.len() + self.signed_len());
        text.push_str(value);
        self.append_signature(&mut text);
        text
    }

    /// Verifies and returns the value: what stands before the last separator.
    ///
    /// # Errors
    ///
    /// [`SignatureError::Bad`] if there is no separator, or no key made this signature of this value.
    pub fn unsign<'a>(&self, signed: &'a str) -> Result<&'a str, SignatureError> {
        let (value, signature) = signed.rsplit_once(&*self.separator).ok_or(SignatureError::Bad)?;
        if self.verifies(value, signature) { Ok(value) } else { Err(SignatureError::Bad) }
    }

    /// Decoding is strict, so that a signature has one spelling only; then `ring` compares the bytes.
    fn verifies(&self, value: &str, signature: &str) -> bool {
        // 64 bytes of SHA-512 are 86 characters, for which the decoder asks for 66 bytes.
        let mut tag = [0; 66];
        if signature.len() != self.encoded_len() {
            return false;
        }
        let Ok(length) = STRICT.decode_slice(signature, &mut tag) else { return false };
        self.keys.iter().any(|key| key.verify(value.as_bytes(), &tag[..length]))
    }

    /// Signs what stands in `text` so far.
    pub(super) fn append_signature(&self, text: &mut String) {
        let tag = self.keys[0].sign(text.as_bytes());
        text.push_str(&self.separator);
        STRICT.encode_string(tag, text);
    }

    pub(super) fn separator(&self) -> &str {
        &self.separator
    }

    /// How much longer text gets by being signed.
    pub(super) fn signed_len(&self) -> usize {
        self.separator.len() + self.encoded_len()
    }

    fn encoded_len(&self) -> usize {
        (self.algorithm.output_len() * 4).div_ceil(3)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_FALLBACKS: [&str; 0] = [];

    fn signer() -> Signer {
        Signer::new(&Keys::new("example-secret-key", NO_FALLBACKS), "s")
    }

    #[test]
    fn the_signature_is_the_one_in_the_module_docs() {
        assert_eq!(signer().sign("v"), "v:jP9cWpwCK57sLnH-Opex17BoNv_r9OUpVkc4Mtqj6_w");
    }

    #[test]
    fn another_spelling_of_the_same_signature_is_refused() {
        let signed = signer().sign("v");
        let last = signed.as_bytes()[signed.len() - 1];
        // The last character carries four bits of the tag and two that are zero.
        let stray = char::from(last + 1);

        assert!(signer().unsign(&signed).is_ok());
        assert_eq!(
            signer().unsign(&format!("{}{stray}", &signed[..signed.len() - 1])),
            Err(SignatureError::Bad)
        );
        assert_eq!(signer().unsign(&format!("{signed}=")), Err(SignatureError::Bad));
    }

    #[test]
    fn every_algorithm_verifies_its_own_signatures_only() {
        let all = [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512];
        let keys = Keys::new("k", NO_FALLBACKS);
        for made_by in all {
            let signed = Signer::with_algorithm(&keys, "s", made_by).sign("v");
            for read_by in all {
                let accepted = Signer::with_algorithm(&keys, "s", read_by).unsign(&signed).is_ok();
                assert_eq!(accepted, made_by == read_by);
            }
        }
    }

    #[test]
    fn separators_that_a_signature_may_hold_are_refused() {
        for separator in ["", "-", "_a", "=", "[\\]^`", "a\n", "\n"] {
            assert_eq!(signer().with_separator(separator).err(), Some(BadSeparator), "{separator:?}");
        }
        for separator in ["::", "a:", "\n\n", "é", "{"] {
            let signer = signer().with_separator(separator).unwrap();
            assert_eq!(signer.unsign(&signer.sign("v:é{")), Ok("v:é{"), "{separator:?}");
        }
    }

    #[test]
    fn long_garbage_is_refused() {
        let garbage = "A".repeat(1 << 20);
        assert_eq!(signer().unsign(&format!("v:{garbage}")), Err(SignatureError::Bad));
    }
}
