//! `dumps` and `loads`: whole values as signed text.
//!
//! ```text
//! eyJhIjoxfQ:1vbVSP:gDRhKlXwF8X0vZTlVa0Et1KEgiSRqNMEs6k1z6lEIho      {"a":1}
//! ```

use std::time::Duration;

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Keys, LoadsError, PayloadError, TimestampSigner, b64url};
use crate::base::clock::Timestamp;
use crate::base::json::{self, JsonError};
use crate::base::text::latin1;

/// The salt of [`dumps`] where an application names none of its own.
pub const DEFAULT_SALT: &str = "django.core.signing";

/// What a signed payload may inflate to, in bytes: 10 MiB. Django has no such limit.
///
/// Forms may have 2.5 MiB (`data_upload_max_memory_size`) and cookies 4 KiB, which inflate to 4 MiB at most; so this is
/// out of the way of what sites sign. A value whose JSON is longer is signed as it is, without zlib, and so comes back
/// too: its text is then longer than the value.
pub const MAX_INFLATED: usize = 10 << 20;

/// zlib's own default, a balance of time and size.
const COMPRESSION_LEVEL: u8 = 6;

/// Signs a value's JSON. Readable by whoever holds it.
///
/// With `compress`, the JSON goes through zlib if that makes it at least two bytes shorter, and it is not longer than
/// [`MAX_INFLATED`].
///
/// # Errors
///
/// [`JsonError`] if the value cannot be written as JSON.
pub fn dumps<T: Serialize + ?Sized>(
    value: &T,
    keys: &Keys,
    salt: &str,
    compress: bool,
    now: Timestamp,
) -> Result<String, JsonError> {
    TimestampSigner::new(keys, salt).sign_object(value, compress, now)
}

/// Reads what [`dumps`] signed with one of these keys and this salt, at most `max_age` before `now`.
///
/// # Errors
///
/// [`LoadsError`]: refused because of its signature, or corrupt within.
pub fn loads<T: DeserializeOwned>(
    text: &str,
    keys: &Keys,
    salt: &str,
    max_age: Option<Duration>,
    now: Timestamp,
) -> Result<T, LoadsError> {
    TimestampSigner::new(keys, salt).unsign_object(text, max_age, now)
}

/// [`dumps`] of a value that is JSON text already.
pub fn dumps_text(json: &str, keys: &Keys, salt: &str, compress: bool, now: Timestamp) -> String {
    TimestampSigner::new(keys, salt).sign_json(json, compress, now)
}

/// [`loads`] as far as the JSON text, which is not checked to be JSON.
///
/// # Errors
///
/// [`LoadsError`]: refused because of its signature, or neither base64 nor zlib within.
pub fn loads_text(
    text: &str,
    keys: &Keys,
    salt: &str,
    max_age: Option<Duration>,
    now: Timestamp,
) -> Result<String, LoadsError> {
    TimestampSigner::new(keys, salt).unsign_json(text, max_age, now)
}

impl TimestampSigner {
    /// [`dumps`] with this signer.
    ///
    /// # Errors
    ///
    /// [`JsonError`] if the value cannot be written as JSON.
    pub fn sign_object<T: Serialize + ?Sized>(
        &self,
        value: &T,
        compress: bool,
        now: Timestamp,
    ) -> Result<String, JsonError> {
        Ok(self.sign_json(&json::to_string(value)?, compress, now))
    }

    /// [`loads`] with this signer.
    ///
    /// # Errors
    ///
    /// [`LoadsError`]: refused because of its signature, or corrupt within.
    pub fn unsign_object<T: DeserializeOwned>(
        &self,
        text: &str,
        max_age: Option<Duration>,
        now: Timestamp,
    ) -> Result<T, LoadsError> {
        let json = self.unsign_json(text, max_age, now)?;
        Ok(json::from_str(&json).map_err(PayloadError::Json)?)
    }

    /// [`dumps_text`] with this signer. What is not ASCII is escaped on the way.
    pub fn sign_json(&self, json: &str, compress: bool, now: Timestamp) -> String {
        let payload = json::escape_non_ascii(json);
        let deflated = compress.then(|| deflate(payload.as_bytes())).flatten();

        let mut text = match deflated {
            Some(bytes) => format!(".{}", b64url::encode(bytes)),
            None => b64url::encode(payload.as_bytes()),
        };
        self.append_signature(&mut text, now);
        text
    }

    /// [`loads_text`] with this signer.
    ///
    /// # Errors
    ///
    /// [`LoadsError`]: refused because of its signature, or neither base64 nor zlib within.
    pub fn unsign_json(
        &self,
        text: &str,
        max_age: Option<Duration>,
        now: Timestamp,
    ) -> Result<String, LoadsError> {
        let payload = self.unsign(text, max_age, now)?;
        let bytes = match payload.strip_prefix('.') {
            Some(payload) => inflate(&decode(payload)?)?,
            None => decode(payload)?,
        };
        Ok(payload_text(bytes))
    }
}

fn decode(payload: &str) -> Result<Vec<u8>, PayloadError> {
    b64url::decode(payload).map_err(PayloadError::Base64)
}

/// What is made of a zlib stream, with no more memory than that takes.
fn inflate(stream: &[u8]) -> Result<Vec<u8>, PayloadError> {
    decompress_to_vec_zlib_with_limit(stream, MAX_INFLATED).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => PayloadError::TooLarge,
        _ => PayloadError::Inflate,
    })
}

/// The zlib stream, if with its mark it is shorter than the plain payload, and will be inflated again.
fn deflate(payload: &[u8]) -> Option<Vec<u8>> {
    if payload.len() > MAX_INFLATED {
        return None;
    }
    let stream = miniz_oxide::deflate::compress_to_vec_zlib(payload, COMPRESSION_LEVEL);
    (stream.len() + 1 < payload.len()).then_some(stream)
}

/// Each byte as the character of that number: so Django reads payloads, whatever they hold.
fn payload_text(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text,
        Ok(text) => latin1(text.as_bytes()),
        Err(error) => latin1(error.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.9 UTC);

    fn signer() -> TimestampSigner {
        TimestampSigner::new(&Keys::new("example-secret-key", [""; 0]), "s")
    }

    #[test]
    fn the_text_is_the_one_in_the_module_docs() {
        assert_eq!(
            signer().sign_object(&BTreeMap::from([("a", 1)]), true, NOW).unwrap(),
            "eyJhIjoxfQ:1vbVSP:gDRhKlXwF8X0vZTlVa0Et1KEgiSRqNMEs6k1z6lEIho"
        );
    }

    #[test]
    fn long_values_are_compressed_and_come_back() {
        let value = vec!["the same again"; 100];
        let text = signer().sign_object(&value, true, NOW).unwrap();

        assert!(text.starts_with('.') && text.len() < 200);
        assert_eq!(signer().unsign_object::<Vec<String>>(&text, None, NOW).unwrap(), value);
    }

    #[test]
    fn floats_come_back_to_the_last_bit() {
        let floats: Vec<f64> = json::sample_floats().collect();
        for compress in [false, true] {
            let text = signer().sign_object(&floats, compress, NOW).unwrap();

            let read: Vec<f64> = signer().unsign_object(&text, None, NOW).unwrap();

            assert!(read.iter().map(|float| float.to_bits()).eq(floats.iter().map(|float| float.to_bits())));
        }
    }

    /// A signed zlib stream of so many blanks, as whoever has the key can make it.
    fn blanks(count: usize) -> String {
        let stream = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; count], COMPRESSION_LEVEL);
        signer().sign(&format!(".{}", b64url::encode(stream)), NOW)
    }

    #[test]
    fn nothing_inflates_beyond_the_limit() {
        let read = |count| signer().unsign_json(&blanks(count), None, NOW);

        assert_eq!(read(MAX_INFLATED).unwrap().len(), MAX_INFLATED);
        for count in [MAX_INFLATED + 1, 5 * MAX_INFLATED] {
            let Err(LoadsError::Corrupt(error)) = read(count) else { panic!("{count} bytes were inflated") };
            assert!(matches!(error, PayloadError::TooLarge), "{error:?}");
            assert_eq!(error.to_string(), "the payload is of more than 10485760 bytes when inflated");
        }
    }

    #[test]
    fn what_is_longer_than_the_limit_is_signed_as_it_is() {
        let value = "x".repeat(MAX_INFLATED);

        let text = signer().sign_object(&value, true, NOW).unwrap();

        assert!(!text.starts_with('.'));
        assert!(signer().unsign_object::<String>(&text, None, NOW).unwrap() == value);
    }

    #[test]
    fn a_stream_that_breaks_off_leaves_nothing_of_it_in_the_error() {
        let stream = miniz_oxide::deflate::compress_to_vec_zlib(b"\"hunter2 hunter2 hunter2\"", 6);
        let text = signer().sign(&format!(".{}", b64url::encode(&stream[..stream.len() - 2])), NOW);

        let error = signer().unsign_json(&text, None, NOW).unwrap_err();

        assert_eq!(format!("{error:?}"), "Corrupt(Inflate)");
    }

    #[test]
    fn raw_utf8_in_a_payload_is_read_as_latin1() {
        let text = signer().sign(&b64url::encode("\"é\""), NOW);
        assert_eq!(signer().unsign_object::<String>(&text, None, NOW).unwrap(), "Ã©");
    }

    #[test]
    fn text_that_is_signed_is_escaped_first() {
        let text = signer().sign_json("[\"é\"]", false, NOW);
        assert_eq!(signer().unsign_json(&text, None, NOW).unwrap(), r#"["\u00e9"]"#);
    }

    #[test]
    fn what_is_wrong_within_is_told_apart_from_a_bad_signature() {
        let corrupt = |payload: &str| {
            let text = signer().sign(payload, NOW);
            match signer().unsign_object::<u8>(&text, None, NOW) {
                Err(LoadsError::Corrupt(error)) => error.to_string(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(corrupt("!"), "the payload is not base64");
        assert_eq!(corrupt(".bm90emxpYg"), "the payload cannot be inflated");
        assert_eq!(corrupt("bm90anNvbg"), "the payload cannot be read as JSON");
        assert_eq!(corrupt(""), "the payload cannot be read as JSON");

        assert!(signer().unsign_object::<u8>("MQ:1vbVSP:x", None, NOW).unwrap_err().is_signature());
    }
}
