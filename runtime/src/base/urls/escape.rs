//! What is percent-encoded where: `/a b?q=é` as a URI is `/a%20b?q=%C3%A9`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// All but `A-Za-z0-9_.-~`: what Python's `quote` leaves as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');

/// All but the characters of [`UNRESERVED`] and `/`.
const QUERY_VALUE: &AsciiSet = &UNRESERVED.remove(b'/');

/// All but the characters of [`UNRESERVED`] and `/:@&+$,!*'()`.
const PATH: &AsciiSet = &QUERY_VALUE
    .remove(b':')
    .remove(b'@')
    .remove(b'&')
    .remove(b'+')
    .remove(b'$')
    .remove(b',')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// All but the characters that have a place in a URI, `%` among them.
const URI: &AsciiSet =
    &PATH.remove(b'#').remove(b'%').remove(b'[').remove(b']').remove(b'=').remove(b';').remove(b'?');

/// Percent-encodes what no URI may hold: white space, controls, quotes, everything beyond ASCII.
///
/// What is encoded already stays as it is, so this may be done twice (Django, `utils/encoding.py`).
pub fn iri_to_uri(iri: &str) -> Cow<'_, str> {
    utf8_percent_encode(iri, URI).into()
}

/// Decodes what a person would rather read, and what means the same decoded: letters, `-._~`, and everything
/// beyond ASCII. Bytes that are no UTF-8 stay encoded (Django, `utils/encoding.py`).
pub fn uri_to_iri(uri: &str) -> Cow<'_, str> {
    if !uri.contains('%') {
        return uri.into();
    }
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let escaped = if *first == b'%' { percent_decode(rest).next() } else { None };
        match escaped.filter(|byte| is_readable(*byte)) {
            // An escape takes three bytes.
            Some(byte) => (bytes.push(byte), rest = &rest[3..]),
            None => (bytes.push(*first), rest = behind),
        };
    }
    let chunks = bytes.utf8_chunks();
    let text: String = chunks
        .flat_map(|chunk| {
            let invalid = chunk.invalid().iter().map(|byte| format!("%{byte:02X}"));
            std::iter::once(chunk.valid().to_owned()).chain(invalid)
        })
        .collect();
    text.into()
}

/// Digits are not among them, as in Django.
fn is_readable(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || b"-._~".contains(&byte) || !byte.is_ascii()
}

/// Percent-encodes a decoded path, so that decoding it gives the same text again.
///
/// `%`, `?`, `#`, `;`, `=`, `[` and `]` are encoded as well: a path has them only as text (Django,
/// `utils/encoding.py`).
pub fn escape_uri_path(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// Percent-encodes all but letters, digits, `_.-~` and what is `safe`: Python's `quote`.
pub(crate) fn quote(text: &str, safe: &str) -> String {
    let stays =
        |letter: char| letter.is_ascii_alphanumeric() || "_.-~".contains(letter) || safe.contains(letter);
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() && stays(letter) {
            quoted.push(letter);
        } else {
            quoted.extend(utf8_percent_encode(letter.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
        }
    }
    quoted
}

/// Encodes the second of two slashes at the start, so that a browser reads a path and not a host:
/// `//evil.test/` becomes `/%2Fevil.test/`.
pub fn escape_leading_slashes(path: &str) -> Cow<'_, str> {
    match path.strip_prefix("//") {
        Some(rest) => format!("/%2F{rest}").into(),
        None => path.into(),
    }
}

/// Encodes a name or value of a query, with `/` left readable.
pub(super) fn query_value(text: &str) -> impl std::fmt::Display {
    utf8_percent_encode(text, QUERY_VALUE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRINTABLE: &str = " !\"#$%&'()*+,-./0189:;<=>?@ABYZ[\\]^_`abyz{|}~";

    #[test]
    fn a_uri_keeps_what_has_a_place_in_it() {
        assert_eq!(
            iri_to_uri(PRINTABLE),
            "%20!%22#$%&'()*+,-./0189:;%3C=%3E?@ABYZ[%5C]%5E_%60abyz%7B%7C%7D~"
        );
        assert_eq!(iri_to_uri("/é%C3\r\n"), "/%C3%A9%C3%0D%0A");
        assert!(matches!(iri_to_uri("/plain/?a=%20"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_path_keeps_less() {
        assert_eq!(
            escape_uri_path(PRINTABLE),
            "%20!%22%23$%25&'()*+,-./0189:%3B%3C%3D%3E%3F@ABYZ%5B%5C%5D%5E_%60abyz%7B%7C%7D~"
        );
    }

    #[test]
    fn what_reads_better_decoded_is_decoded() {
        assert_eq!(uri_to_iri("/caf%C3%A9/%41%7e%20%2F%31%C3%zz%"), "/café/A~%20%2F%31%C3%zz%");
        assert!(matches!(uri_to_iri("/é"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_path_never_begins_like_a_host() {
        assert_eq!(escape_leading_slashes("///x"), "/%2F/x");
        assert_eq!(escape_leading_slashes("/x//"), "/x//");
    }
}
