//! `SealKey`: messages that only we can read, change and make.
//!
//! Shape of a sealed message, 40 bytes longer than the message:
//!
//! ```text
//! random(24)  ciphertext(as long as the message)  tag(16)
//! ```
//!
//! AES-256-GCM, whose key is made for the one message: HKDF-SHA-256 (RFC 5869) of the secret, with the
//! purpose as salt and the first 12 random bytes as info. The last 12 are GCM's nonce. Under one key for all
//! messages, random nonces of 96 bits would be good for 2^32 of them (NIST SP 800-38D, section 8.3), which a
//! site that answers a thousand requests a second uses up in seven weeks; a repeated nonce gives both
//! messages away. As it is, all 192 random bits must repeat.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Prk, Salt};

use super::{RandomError, fill_random};

/// Random bytes before the ciphertext: for the key, and for the nonce.
const RANDOM_LEN: usize = 2 * NONCE_LEN;

/// Encrypts messages so that they cannot be changed either, each under a key of its own.
///
/// `Debug` prints nothing of it.
#[derive(Clone)]
pub struct SealKey(Prk);

impl SealKey {
    /// Makes one of a secret, for one purpose: what was sealed for another does not open.
    pub fn new(purpose: &str, secret: &[u8]) -> Self {
        Self(Salt::new(HKDF_SHA256, purpose.as_bytes()).extract(secret))
    }

    /// Seals `message`. It opens only where `bound_to` is the same, which is not in what is returned.
    ///
    /// # Errors
    ///
    /// [`RandomError`] if the operating system gives no random numbers.
    ///
    /// # Panics
    ///
    /// If the message is longer than 64 GiB.
    pub fn seal(&self, bound_to: &[u8], message: &[u8]) -> Result<Vec<u8>, RandomError> {
        let mut random = [0; RANDOM_LEN];
        fill_random(&mut random)?;

        let mut sealed = Vec::with_capacity(RANDOM_LEN + message.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&random);
        sealed.extend_from_slice(message);
        let (key, nonce) = self.key_and_nonce(&random);
        let tag = key
            .seal_in_place_separate_tag(nonce, Aad::from(bound_to), &mut sealed[RANDOM_LEN..])
            .expect("a message is shorter than 64 GiB");
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    /// The message, if this key has sealed it and bound it to the same; `None` if a bit of it is different,
    /// missing or too much.
    pub fn open(&self, bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (random, sealed) = sealed.split_first_chunk()?;
        let (key, nonce) = self.key_and_nonce(random);
        let mut message = sealed.to_vec();
        let length = key.open_in_place(nonce, Aad::from(bound_to), &mut message).ok()?.len();
        message.truncate(length);
        Some(message)
    }

    fn key_and_nonce(&self, random: &[u8; RANDOM_LEN]) -> (LessSafeKey, Nonce) {
        let (for_key, for_nonce) = random.split_at(NONCE_LEN);
        let info = [for_key];
        let key = self.0.expand(&info, &AES_256_GCM).expect("32 bytes are no more than HKDF gives");
        let nonce = Nonce::try_assume_unique_for_key(for_nonce).expect("it is of the length of a nonce");
        (LessSafeKey::new(UnboundKey::from(key)), nonce)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SealKey {
        SealKey::new("purpose", b"secret")
    }

    #[test]
    fn a_sealed_message_opens_and_is_never_the_same_twice() {
        for message in [&b""[..], b"message", &[0; 5000]] {
            let sealed = key().seal(b"name", message).unwrap();

            assert_eq!(sealed.len(), message.len() + 40);
            assert_ne!(sealed, key().seal(b"name", message).unwrap());
            assert_eq!(key().open(b"name", &sealed).as_deref(), Some(message));
        }
    }

    #[test]
    fn it_opens_for_the_same_purpose_secret_and_name_only() {
        let sealed = key().seal(b"name", b"message").unwrap();

        assert_eq!(key().open(b"names", &sealed), None);
        assert_eq!(SealKey::new("purpose", b"another").open(b"name", &sealed), None);
        assert_eq!(SealKey::new("another", b"secret").open(b"name", &sealed), None);
    }

    #[test]
    fn any_bit_that_is_changed_or_missing_or_too_much_is_noticed() {
        let sealed = key().seal(b"name", b"message").unwrap();

        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key().open(b"name", &changed), None, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(key().open(b"name", &sealed[..length]), None, "{length} bytes");
        }
        assert_eq!(key().open(b"name", &[&sealed[..], &[0]].concat()), None);
    }

    #[test]
    fn what_was_sealed_once_opens_for_ever() {
        // Made with Python's `cryptography`, from the module docs: the random bytes are 0 to 23.
        let mut sealed: Vec<u8> = (0..24).collect();
        sealed.extend_from_slice(
            b"\x70\x6d\x65\xa6\x9f\x6b\xc3\x83\xe9\x1b\xab\x78\xe2\x36\x58\xf7\x37\x48\x8c\xa3\xac\x75\x64",
        );

        assert_eq!(key().open(b"name", &sealed).as_deref(), Some(&b"message"[..]));
    }

    #[test]
    fn debug_prints_nothing_of_the_secret() {
        assert_eq!(format!("{:?}", key()), "SealKey");
    }
}
