//! `Codec`: session data to signed text and back, as every engine that stores text keeps it.
//!
//! Wire shape: `[.]base64url:timestamp:signature`, the signed object of [`crate::signing`] around the JSON of
//! [`Data`], deflated (and marked with `.`) where it is long and that is shorter. `{"hobby":"girl"}` under the key
//! `example-secret-key`, signed on 2026-01-02 at 03:04:05:
//!
//! ```text
//! eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk
//! ```
//!
//! The salt is the name of Django's class, which all its engines share but the cookie engine. The timestamp
//! is not checked: stores keep an expiry of their own.

use crate::base::clock::Timestamp;
use crate::base::signing::{Keys, TimestampSigner};

use super::Data;

/// The salt of every engine but `signed_cookies`.
const SALT: &str = "django.contrib.sessions.SessionStore";

/// JSON of more bytes is deflated. Django tries always; both read either. A small session
/// gains a few bytes, and deflating costs more than all else of saving it but the write itself.
const COMPRESSED_FROM: usize = 512;

/// Writes session data as signed text and reads it back.
///
/// Whoever holds the text can read it, and only who knows the secret key can make one.
#[derive(Clone, Debug)]
pub struct Codec {
    signer: TimestampSigner,
}

impl Codec {
    /// Signs with the current key, and reads what any of the keys has signed.
    pub fn new(keys: &Keys) -> Self {
        Self::with_salt(keys, SALT)
    }

    /// Signs for another purpose than the session table.
    pub fn with_salt(keys: &Keys, salt: &str) -> Self {
        Self { signer: TimestampSigner::new(keys, salt) }
    }

    /// The text for `data`.
    pub fn encode(&self, data: &Data, now: Timestamp) -> String {
        let json = data.to_json();
        self.signer.sign_json(&json, json.len() > COMPRESSED_FROM, now)
    }

    /// The data in `text`. It never fails: text that we did not sign, or that holds no JSON object, gives the
    /// empty map and a line in the log, which holds nothing of the text.
    pub fn decode(&self, text: &str, now: Timestamp) -> Data {
        match self.signer.unsign_json(text, None, now) {
            Ok(json) => Data::from_json(&json).unwrap_or_else(|error| {
                tracing::warn!(target: "vestibule::sessions", %error, "stored session is no JSON object; it counts as empty");
                Data::new()
            }),
            Err(error) if error.is_signature() => {
                tracing::warn!(target: "vestibule::security", "stored session failed verification; it counts as empty");
                Data::new()
            }
            Err(error) => {
                tracing::warn!(target: "vestibule::sessions", %error, "stored session cannot be read; it counts as empty");
                Data::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = datetime!(2026-01-02 03:04:05.678901 UTC);

    fn codec() -> Codec {
        Codec::new(&Keys::new("example-secret-key", [""; 0]))
    }

    #[test]
    fn the_text_is_the_one_in_the_module_docs() {
        let data = Data::from_json(r#"{"hobby":"girl"}"#).unwrap();

        let text = codec().encode(&data, NOW);

        assert_eq!(text, "eyJob2JieSI6ImdpcmwifQ:1vbVSP:3GDkylRSvwSjxk_uMNwOJvTCQ27FvVcEsEn_hdtX5Gk");
        assert_eq!(codec().decode(&text, NOW), data);
    }

    #[test]
    fn long_data_is_compressed_and_comes_back() {
        let mut data = Data::new();
        data.insert("text", &"again and ".repeat(60)).unwrap();

        let text = codec().encode(&data, NOW);

        assert!(text.starts_with('.'));
        assert_eq!(codec().decode(&text, NOW), data);
    }

    #[test]
    fn text_of_another_salt_key_or_shape_is_the_empty_map() {
        let data = Data::from_json(r#"{"a":1}"#).unwrap();
        let keys = Keys::new("example-secret-key", [""; 0]);
        let other_salt = Codec::with_salt(&keys, "django.contrib.sessions.backends.signed_cookies");
        let other_key = Codec::new(&Keys::new("another-secret-key", [""; 0]));
        let list = TimestampSigner::new(&keys, SALT).sign_json("[1]", false, NOW);

        for text in [other_salt.encode(&data, NOW), other_key.encode(&data, NOW), list, "garbage".into()] {
            assert!(codec().decode(&text, NOW).is_empty());
        }
    }
}
