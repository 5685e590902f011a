//! `Content-Transfer-Encoding: base64`, as it arrives (RFC 2045 section 6.8).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Decodes four letters at a time, and keeps those of an unfinished four.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    rest: Vec<u8>,
    /// After `=` there is no more.
    has_ended: bool,
}

impl Decoder {
    /// What some more letters stand for; line breaks and blanks are none. `None` if that is nothing.
    pub(super) fn decode(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.rest.extend(bytes.iter().filter(|byte| !byte.is_ascii_whitespace()));
        let whole = self.rest.len() - self.rest.len() % 4;
        let decoded = ENGINE.decode(&self.rest[..whole]).ok()?;
        if self.has_ended && whole > 0 {
            return None;
        }
        self.has_ended |= self.rest[..whole].ends_with(b"=");
        self.rest.drain(..whole);
        Some(decoded)
    }

    /// What the last letters stand for.
    pub(super) fn finish(self) -> Option<Vec<u8>> {
        if self.has_ended && !self.rest.is_empty() {
            return None;
        }
        ENGINE.decode(self.rest).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str, step: usize) -> Option<String> {
        let (mut decoder, mut decoded) = (Decoder::default(), Vec::new());
        for piece in text.as_bytes().chunks(step) {
            decoded.extend(decoder.decode(piece)?);
        }
        decoded.extend(decoder.finish()?);
        Some(String::from_utf8(decoded).unwrap())
    }

    #[test]
    fn it_is_decoded_wherever_it_is_broken() {
        for step in [1, 3, 4, 100] {
            assert_eq!(decode("YSBwaWN0\r\ndXJl IQ==\r\n", step).as_deref(), Some("a picture!"), "{step}");
            assert_eq!(decode("aGk=", step).as_deref(), Some("hi"));
            assert_eq!(decode("aGk", step).as_deref(), Some("hi"));
            assert_eq!(decode("", 1).as_deref(), Some(""));
            assert_eq!(decode("aGk=aGk=", step), None);
            assert_eq!(decode("aGk=aGk", step), None);
            assert_eq!(decode("a*k=", step), None);
            assert_eq!(decode("aGkaG", step), None);
        }
    }
}
