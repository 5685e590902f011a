//! `ShortText`: a text that is mostly as long as a session's key.

use std::fmt;
use std::ops::Deref;
use std::str;
use std::sync::Arc;

/// Bytes that are kept in place: a session's key has as many.
const IN_PLACE: usize = 32;

/// A text that never changes. One of 32 ASCII characters is kept in place, another one behind a pointer that clones
/// share: the key of a session then costs no allocation in any request.
///
/// `Debug` prints the type's name only, since it may be a session's key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ShortText(Kind);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Kind {
    InPlace(InPlace),
    Elsewhere(Arc<str>),
}

/// Aligned, since ASCII is then read by words.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(align(8))]
struct InPlace([u8; IN_PLACE]);

impl ShortText {
    /// Its bytes. What is kept in place need not be looked through for that.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Kind::InPlace(InPlace(bytes)) => bytes,
            Kind::Elsewhere(text) => text.as_bytes(),
        }
    }
}

impl From<&str> for ShortText {
    fn from(text: &str) -> Self {
        Self(match <[u8; IN_PLACE]>::try_from(text.as_bytes()) {
            Ok(bytes) if text.is_ascii() => Kind::InPlace(InPlace(bytes)),
            _ => Kind::Elsewhere(text.into()),
        })
    }
}

impl Deref for ShortText {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            // They were text when they came, so that there is no other case.
            Kind::InPlace(InPlace(bytes)) => str::from_utf8(bytes).unwrap_or_default(),
            Kind::Elsewhere(text) => text,
        }
    }
}

impl fmt::Debug for ShortText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShortText")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_length_is_kept_as_it_is() {
        for text in [
            "",
            "12345678",
            "63bbvvmx690z601yurx3gdqo5v2bg6cy",
            "63bbvvmx690z601yurx3gdqo5v2bg6cy9",
            "ééééééééééééééég",
        ] {
            let kept = ShortText::from(text);

            assert_eq!(&*kept, text);
            assert!(kept == kept.clone() && kept != ShortText::from("another"));
        }
    }

    #[test]
    fn only_a_key_is_kept_in_place() {
        let in_place = |text: &str| matches!(ShortText::from(text).0, Kind::InPlace(_));

        assert!(in_place("63bbvvmx690z601yurx3gdqo5v2bg6cy"));
        assert!(!in_place("63bbvvmx690z601yurx3gdqo5v2bg6c"));
        assert!(!in_place("éééééééééééééééé"));
    }
}
