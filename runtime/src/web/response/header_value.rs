//! Text as the value of a header, as Django writes it (Django, `http/response.py`, `_convert_to_charset`).
//!
//! ```text
//! café        the bytes of Latin-1
//! 日本        =?utf-8?b?5pel5pys?=      beyond Latin-1, by RFC 2047; =?utf-8?q?…?= where that is not longer
//! a<LF>b      refused
//! ```

use base64::prelude::{BASE64_STANDARD, Engine};
use http::HeaderValue;

/// What [`Response::with_header`](crate::Response::with_header) takes: a text, a number, or a
/// [`HeaderValue`](http::HeaderValue).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of a header",
    label = "not a header's value",
    note = "give a text, a whole number, or an `http::HeaderValue`"
)]
pub trait IntoHeaderValue {
    /// The value; `None` for a text with a control character.
    fn into_header_value(self) -> Option<HeaderValue>;
}

impl IntoHeaderValue for HeaderValue {
    fn into_header_value(self) -> Option<HeaderValue> {
        Some(self)
    }
}

impl IntoHeaderValue for &HeaderValue {
    fn into_header_value(self) -> Option<HeaderValue> {
        Some(self.clone())
    }
}

impl IntoHeaderValue for &str {
    fn into_header_value(self) -> Option<HeaderValue> {
        text(self)
    }
}

impl IntoHeaderValue for String {
    fn into_header_value(self) -> Option<HeaderValue> {
        text(&self)
    }
}

impl IntoHeaderValue for &String {
    fn into_header_value(self) -> Option<HeaderValue> {
        text(self)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl IntoHeaderValue for $number {
            fn into_header_value(self) -> Option<HeaderValue> {
                Some(self.into())
            }
        }
    )*};
}

numbers!(u16 u32 u64 usize i16 i32 i64 isize);

fn text(text: &str) -> Option<HeaderValue> {
    if text.is_ascii() {
        return HeaderValue::from_str(text).ok();
    }
    // In an encoded word they would be hidden, and be there again for who decodes it.
    if text.contains(['\r', '\n', '\0']) {
        return None;
    }
    let latin: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(character).ok()).collect();
    match latin {
        Some(bytes) => HeaderValue::from_bytes(&bytes).ok(),
        None => HeaderValue::try_from(encoded_word(text)).ok(),
    }
}

/// In base64 or quoted, whichever is shorter, as Python's `email.header` does.
fn encoded_word(text: &str) -> String {
    let (base64, quoted) = (BASE64_STANDARD.encode(text), quoted(text));
    if base64.len() < quoted.len() {
        format!("=?utf-8?b?{base64}?=")
    } else {
        format!("=?utf-8?q?{quoted}?=")
    }
}

/// RFC 2047 section 4.2: `_` for a space, and bytes other than letters, digits and `-!*+/` as `=C3`.
fn quoted(text: &str) -> String {
    let quote = |byte: u8| match byte {
        b' ' => "_".to_owned(),
        b'-' | b'!' | b'*' | b'+' | b'/' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("={byte:02X}"),
    };
    text.bytes().map(quote).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Option<Vec<u8>> {
        text.into_header_value().map(|value| value.as_bytes().to_vec())
    }

    #[test]
    fn text_is_latin_1_as_long_as_it_can_be() {
        assert_eq!(bytes("caf\u{e9}").unwrap(), b"caf\xe9");
        assert_eq!(bytes("日本").unwrap(), b"=?utf-8?b?5pel5pys?=");
        assert_eq!(bytes("a price of 5 €").unwrap(), b"=?utf-8?q?a_price_of_5_=E2=82=AC?=");
        assert_eq!(5_u64.into_header_value().unwrap(), "5");
    }

    #[test]
    fn no_text_is_a_line_of_its_own() {
        for text in ["a\nb", "a\rb", "a\0b", "é\nb", "日\r\nb", "日\0", "é\u{7f}"] {
            assert_eq!(bytes(text), None, "{text:?}");
        }
    }
}
