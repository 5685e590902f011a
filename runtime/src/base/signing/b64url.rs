//! Base64 with `-` and `_` and without padding (RFC 4648 section 5): `YWI` is `ab`.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub use base64::DecodeError;

/// Takes padding or none, and last characters with stray bits, as Python does.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Encodes, without padding.
pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    LENIENT.encode(bytes)
}

/// Decodes, with or without padding.
///
/// Several texts decode to the same bytes: this is for what a signature already vouches for, or what is
/// looked up afterwards, not for telling two texts apart.
///
/// # Errors
///
/// If a character does not belong to the alphabet, or a single one is left over at the end.
pub fn decode(text: &str) -> Result<Vec<u8>, DecodeError> {
    LENIENT.decode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_neither_written_nor_needed() {
        assert_eq!(encode([0xff, 0xfe, 0xfd, 0]), "__79AA");
        for text in ["__79AA", "__79AA=="] {
            assert_eq!(decode(text).unwrap(), [0xff, 0xfe, 0xfd, 0]);
        }
    }

    #[test]
    fn the_other_alphabet_and_single_characters_are_refused() {
        for text in ["//79", "YW I", "A", "é"] {
            assert!(decode(text).is_err(), "{text}");
        }
    }
}
