//! Signing: text that its holder may read but not change.
//!
//! Wire shape, of a [`Signer`], a [`TimestampSigner`] and of [`dumps`] (Django, `core/signing.py`):
//!
//! ```text
//! value:signature                   v:jP9cWpwCK57sLnH-Opex17BoNv_r9OUpVkc4Mtqj6_w
//! value:time:signature              v:1vbVSP:JOl1y8YTX10AUpUFD3PRMVGGJpAHWngxOCEPGS4zv60
//! [.]b64url(json):time:signature    eyJhIjoxfQ:1vbVSP:gDRhKlXwF8X0vZTlVa0Et1KEgiSRqNMEs6k1z6lEIho
//! ```
//!
//! The examples are `v` and `{"a":1}` under the key `example-secret-key` and the salt `s`. A signature is
//! 43 characters, [`b64url`] of an HMAC-SHA-256; a time is [`base62`] of the whole seconds since 1970; a
//! leading `.` says that the JSON went through zlib.
//!
//! The key of the HMAC is itself a digest, of the salt, the word `signer` and the secret key. So a salt
//! names a purpose: what was signed for one purpose does not verify for another. A salt is not secret.
//! Nothing is decoded, inflated or parsed before its signature holds. A payload inflates to [`MAX_INFLATED`] bytes at
//! most, whoever has signed it: zlib makes a thousand bytes of one.
//!
//! ```
//! use std::time::Duration;
//!
//! use vestibule::signing::{self, Keys};
//! use vestibule::time::macros::datetime;
//!
//! let keys = Keys::new("example-secret-key", ["an older one"]);
//! let (now, later) = (datetime!(2026-01-02 03:04:05 UTC), datetime!(2026-01-02 04:04:05 UTC));
//!
//! let text = signing::dumps(&["gary"], &keys, "invitations", false, now)?;
//! let names: Vec<String> = signing::loads(&text, &keys, "invitations", None, later)?;
//! assert_eq!(names, ["gary"]);
//!
//! let too_old = signing::loads::<Vec<String>>(&text, &keys, "invitations", Some(Duration::from_secs(300)), later);
//! assert!(too_old.unwrap_err().is_signature());
//! let another_purpose = signing::loads::<Vec<String>>(&text, &keys, "passwords", None, now);
//! assert!(another_purpose.is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod b64url;
pub mod base62;
mod error;
mod keys;
mod objects;
mod signer;
mod timestamp;

pub use self::error::{BadSeparator, LoadsError, PayloadError, SignatureError};
pub use self::keys::Keys;
pub use self::objects::{DEFAULT_SALT, MAX_INFLATED, dumps, dumps_text, loads, loads_text};
pub use self::signer::Signer;
pub use self::timestamp::TimestampSigner;

use crate::base::crypto::{Algorithm, HmacKey, digest};

/// The HMAC of `value` under a key that is made of `key_salt` and `secret`.
///
/// The key is always the digest of both, however short they are (Django, `utils/crypto.py`). A
/// [`Signer`]'s `key_salt` is its salt followed by `signer`; features that only compare a hash, such as
/// the session's hash of the password, pass their salt as it is.
pub fn salted_hmac(
    algorithm: Algorithm,
    key_salt: impl AsRef<[u8]>,
    value: impl AsRef<[u8]>,
    secret: impl AsRef<[u8]>,
) -> Vec<u8> {
    salted_key(algorithm, key_salt, secret).sign(value.as_ref()).as_ref().to_vec()
}

/// The key of [`salted_hmac`], made ready for many values: what is left for each is one HMAC.
pub fn salted_key(algorithm: Algorithm, key_salt: impl AsRef<[u8]>, secret: impl AsRef<[u8]>) -> HmacKey {
    HmacKey::new(algorithm, &digest(algorithm, &[key_salt.as_ref(), secret.as_ref()].concat()))
}
