//! The only room that names `ring` and `md5`: digests, HMAC, PBKDF2, comparison, random text, sealed messages.
//!
//! What is signed and under which key stands in [`crate::signing`]; this room knows bytes only.

mod seal;

use std::fmt;
use std::num::NonZeroU32;

pub use self::seal::SealKey;

use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest as ring_digest, hmac as ring_hmac, pbkdf2 as ring_pbkdf2};

/// The alphabet of session keys.
pub const KEY_ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The alphabet of CSRF secrets, CSRF masks and password salts.
pub const TOKEN_ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// A hash function, for digests and for HMAC.
///
/// MD5 and SHA-1 are here to read what older systems signed with them. Nothing of ours is written with
/// anything but SHA-256 unless an application asks for it by name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Algorithm {
    /// MD5, 16 bytes.
    Md5,
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl Algorithm {
    /// Finds an algorithm by the name that Python's `hashlib` gives it, such as `sha256`.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "md5" => Self::Md5,
            "sha1" => Self::Sha1,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }

    /// The length of a digest, in bytes.
    pub fn output_len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    fn ring_digest(self) -> Option<&'static ring_digest::Algorithm> {
        Some(match self {
            Self::Md5 => return None,
            Self::Sha1 => &ring_digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &ring_digest::SHA256,
            Self::Sha384 => &ring_digest::SHA384,
            Self::Sha512 => &ring_digest::SHA512,
        })
    }

    fn ring_hmac(self) -> Option<ring_hmac::Algorithm> {
        Some(match self {
            Self::Md5 => return None,
            Self::Sha1 => ring_hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => ring_hmac::HMAC_SHA256,
            Self::Sha384 => ring_hmac::HMAC_SHA384,
            Self::Sha512 => ring_hmac::HMAC_SHA512,
        })
    }

    fn ring_pbkdf2(self) -> Option<ring_pbkdf2::Algorithm> {
        Some(match self {
            Self::Md5 => return None,
            Self::Sha1 => ring_pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => ring_pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha384 => ring_pbkdf2::PBKDF2_HMAC_SHA384,
            Self::Sha512 => ring_pbkdf2::PBKDF2_HMAC_SHA512,
        })
    }
}

/// The digest of `bytes`.
pub fn digest(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
    match algorithm.ring_digest() {
        Some(algorithm) => ring_digest::digest(algorithm, bytes).as_ref().to_vec(),
        None => md5::compute(bytes).0.to_vec(),
    }
}

/// The HMAC of `message` under `key` (RFC 2104).
///
/// Under a key that is used more than once, [`HmacKey`] saves half the work.
pub fn hmac(algorithm: Algorithm, key: &[u8], message: &[u8]) -> Vec<u8> {
    HmacKey::new(algorithm, key).sign(message).as_ref().to_vec()
}

/// A key made ready for HMAC, so that signing costs the message's own blocks and one more.
///
/// `Debug` prints nothing of it.
#[derive(Clone)]
pub struct HmacKey(Inner);

#[derive(Clone)]
enum Inner {
    Ring(ring_hmac::Key),
    Md5(HmacMd5),
}

impl HmacKey {
    /// Prepares `key`, which may have any length.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Self {
        Self(match algorithm.ring_hmac() {
            Some(algorithm) => Inner::Ring(ring_hmac::Key::new(algorithm, key)),
            None => Inner::Md5(HmacMd5::new(key)),
        })
    }

    /// The HMAC of `message`.
    pub fn sign(&self, message: &[u8]) -> Tag {
        Tag(match &self.0 {
            Inner::Ring(key) => TagBytes::Ring(ring_hmac::sign(key, message)),
            Inner::Md5(key) => TagBytes::Md5(key.sign(message)),
        })
    }

    /// Whether `tag` is the HMAC of `message`, in constant time and over the full length: the beginning
    /// of a tag does not verify, nor does a tag with something after it.
    pub fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        match &self.0 {
            Inner::Ring(key) => ring_hmac::verify(key, message, tag).is_ok(),
            Inner::Md5(key) => constant_time_eq(&key.sign(message), tag),
        }
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacKey")
    }
}

/// What [`HmacKey::sign`] returns; the bytes are in `as_ref()`.
///
/// To compare one with a tag that came from outside, use [`HmacKey::verify`].
#[derive(Clone, Copy)]
pub struct Tag(TagBytes);

/// The type's name only: a tag is a valid signature.
impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tag")
    }
}

#[derive(Clone, Copy)]
enum TagBytes {
    Ring(ring_hmac::Tag),
    Md5([u8; 16]),
}

impl AsRef<[u8]> for Tag {
    fn as_ref(&self) -> &[u8] {
        match &self.0 {
            TagBytes::Ring(tag) => tag.as_ref(),
            TagBytes::Md5(bytes) => bytes,
        }
    }
}

/// HMAC over MD5, which `ring` does not offer: RFC 2104 with both padded keys already taken in.
#[derive(Clone)]
struct HmacMd5 {
    inner: md5::Context,
    outer: md5::Context,
}

impl HmacMd5 {
    const BLOCK: usize = 64;

    fn new(key: &[u8]) -> Self {
        let mut block = [0; Self::BLOCK];
        if key.len() > Self::BLOCK {
            block[..16].copy_from_slice(&md5::compute(key).0);
        } else {
            block[..key.len()].copy_from_slice(key);
        }

        let padded = |pad: u8| {
            let mut context = md5::Context::new();
            context.consume(block.map(|byte| byte ^ pad));
            context
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    fn sign(&self, message: &[u8]) -> [u8; 16] {
        let mut inner = self.inner.clone();
        inner.consume(message);
        let mut outer = self.outer.clone();
        outer.consume(inner.finalize().0);
        outer.finalize().0
    }
}

/// PBKDF2 over HMAC with this hash function, as long as its digest (RFC 8018 section 5.2): what Django makes of a
/// password. It takes as long as its iterations; in an async function it belongs into
/// [`blocking`](crate::blocking()).
///
/// ```
/// use std::num::NonZeroU32;
/// use vestibule::crypto::{Algorithm, pbkdf2};
///
/// // RFC 6070, the second of its test vectors.
/// let key = pbkdf2(Algorithm::Sha1, b"password", b"salt", NonZeroU32::new(2).unwrap());
/// assert_eq!(key[..4], [0xea, 0x6c, 0x01, 0x4d]);
/// ```
// One copy of the loop: two that are compiled into their callers may differ by a tenth, which a stranger can measure.
#[inline(never)]
pub fn pbkdf2(algorithm: Algorithm, password: &[u8], salt: &[u8], iterations: NonZeroU32) -> Vec<u8> {
    let mut key = vec![0; algorithm.output_len()];
    match algorithm.ring_pbkdf2() {
        Some(algorithm) => ring_pbkdf2::derive(algorithm, iterations, salt, password, &mut key),
        None => pbkdf2_md5(&HmacMd5::new(password), salt, iterations, &mut key),
    }
    key
}

/// Its first block, which is as long as a digest.
fn pbkdf2_md5(password: &HmacMd5, salt: &[u8], iterations: NonZeroU32, key: &mut [u8]) {
    let mut last = password.sign(&[salt, &1_u32.to_be_bytes()].concat());
    key.copy_from_slice(&last);
    for _ in 1..iterations.get() {
        last = password.sign(&last);
        key.iter_mut().zip(last).for_each(|(key, byte)| *key ^= byte);
    }
}

/// Whether two byte strings are equal, without telling by the time taken where they differ.
///
/// Unequal lengths are unequal; lengths are not secret.
pub fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    #[allow(deprecated, reason = "it is the comparison of ring's own `hmac::verify`")]
    ring::constant_time::verify_slices_are_equal(left, right).is_ok()
}

/// Fills `bytes` from the operating system's generator.
///
/// # Errors
///
/// [`RandomError`] if the generator cannot be read; `bytes` are then not to be used.
pub fn fill_random(bytes: &mut [u8]) -> Result<(), RandomError> {
    SystemRandom::new().fill(bytes).map_err(|_| RandomError)
}

/// Text of `len` characters, each drawn from `alphabet` with equal chance.
///
/// Bytes of the generator that would favour the alphabet's first characters are thrown away, so there
/// is no modulo bias.
///
/// # Errors
///
/// [`RandomError`] if the operating system's generator cannot be read. Nothing weaker takes its place:
/// whoever asked for a key or a token must do without, and answer with an error.
///
/// # Panics
///
/// If `alphabet` is empty, longer than 128 characters, or not ASCII: it is a constant of the program.
pub fn random_text(len: usize, alphabet: &[u8]) -> Result<String, RandomError> {
    assert!(!alphabet.is_empty() && alphabet.len() <= 128 && alphabet.is_ascii());
    // The largest multiple of the alphabet's size that a byte can hold; what is above is thrown away.
    let fair = 256 - 256 % alphabet.len();

    let mut text = String::with_capacity(len);
    let mut bytes = [0; 64];
    while text.len() < len {
        fill_random(&mut bytes)?;
        let drawn = bytes.iter().map(|&byte| usize::from(byte)).filter(|&byte| byte < fair);
        let missing = len - text.len();
        text.extend(drawn.take(missing).map(|byte| char::from(alphabet[byte % alphabet.len()])));
    }
    Ok(text)
}

/// A number below `bound`, each with equal chance; a `bound` of 0 is taken for 1.
///
/// # Errors
///
/// [`RandomError`] if the operating system's generator cannot be read.
pub(crate) fn random_below(bound: u8) -> Result<u8, RandomError> {
    let bound = u16::from(bound.max(1));
    // As above: the largest multiple that a byte can hold.
    let fair = 256 - 256 % bound;
    loop {
        let mut byte = [0];
        fill_random(&mut byte)?;
        if u16::from(byte[0]) < fair {
            // The remainder is below `bound`.
            return Ok((u16::from(byte[0]) % bound) as u8);
        }
    }
}

/// The operating system's random generator cannot be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RandomError;

impl fmt::Display for RandomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the operating system's random generator cannot be read")
    }
}

impl std::error::Error for RandomError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn hmac_md5_gives_the_answers_of_rfc_2202() {
        assert_eq!(hex(&hmac(Algorithm::Md5, &[0x0b; 16], b"Hi There")), "9294727a3638bb1c13f48ef8158bfc9d");
        let long_key =
            hmac(Algorithm::Md5, &[0xaa; 80], b"Test Using Larger Than Block-Size Key - Hash Key First");
        assert_eq!(hex(&long_key), "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd");
    }

    #[test]
    fn hmac_sha256_gives_the_answer_of_rfc_4231() {
        assert_eq!(
            hex(&hmac(Algorithm::Sha256, b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn pbkdf2_gives_the_answers_of_pythons_hashlib() {
        for (algorithm, iterations, key) in [
            (Algorithm::Md5, 1, "f31afb6d931392daa5e3130f47f9a9b6"),
            (Algorithm::Md5, 3, "f6acd4bda3e4d3d831a5f61da9ca9d5c"),
            (Algorithm::Sha1, 2, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
            (Algorithm::Sha256, 3, "ad35240ac683febfaf3cd49d845473fbbbaa2437f5f82d5a415ae00ac76c6bfc"),
        ] {
            let iterations = NonZeroU32::new(iterations).unwrap();
            assert_eq!(hex(&pbkdf2(algorithm, b"password", b"salt", iterations)), key, "{algorithm:?}");
        }
    }

    #[test]
    fn a_tag_verifies_only_in_full_length() {
        for algorithm in [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512] {
            let key = HmacKey::new(algorithm, b"key");
            let mut tag = key.sign(b"message").as_ref().to_vec();
            assert_eq!(tag.len(), algorithm.output_len());
            assert!(key.verify(b"message", &tag));

            tag.push(0);
            for wrong in [&tag[..], &tag[..tag.len() - 2], &[]] {
                assert!(!key.verify(b"message", wrong), "{algorithm:?}");
            }
        }
    }

    #[test]
    fn comparison_tells_equal_from_unequal() {
        assert!(constant_time_eq(b"", b""));
        assert!(constant_time_eq(b"abc", b"abc"));
        assert!(!constant_time_eq(b"abc", b"abd"));
        assert!(!constant_time_eq(b"abc", b"ab"));
        assert!(!constant_time_eq(b"", b"a"));
    }

    #[test]
    fn random_text_has_the_length_asked_for_and_uses_the_whole_alphabet() {
        let text = random_text(20_000, KEY_ALPHABET).unwrap();

        assert_eq!(text.len(), 20_000);
        // 556 of each on average; six standard deviations to either side.
        for character in KEY_ALPHABET {
            let count = text.bytes().filter(|byte| byte == character).count();
            assert!((416..697).contains(&count), "{count} times {}", char::from(*character));
        }
    }

    #[test]
    fn two_random_texts_differ() {
        assert_ne!(random_text(32, TOKEN_ALPHABET), random_text(32, TOKEN_ALPHABET));
    }

    #[test]
    fn a_random_number_is_below_its_bound_and_may_be_any_of_them() {
        let mut seen = [false; 100];
        for _ in 0..5_000 {
            seen[usize::from(random_below(100).unwrap())] = true;
        }

        assert!(seen.iter().all(|seen| *seen));
        assert_eq!((random_below(1), random_below(0)), (Ok(0), Ok(0)));
    }

    #[test]
    fn debug_prints_nothing_of_a_key() {
        assert_eq!(format!("{:?}", HmacKey::new(Algorithm::Sha256, b"secret")), "HmacKey");
    }
}
