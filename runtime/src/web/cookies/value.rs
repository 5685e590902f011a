//! The quoting of cookie values: Python, `http/cookies.py`, `_quote` and `_unquote`.
//!
//! ```text
//! plain.value      plain.value
//! dark, warm       "dark\054 warm"
//! zoë "z"          "zo\353 \"z\""
//! ```

use std::borrow::Cow;

/// Whether a name may hold this byte, and a value may hold it without quotes.
pub(super) fn is_token(byte: u8) -> bool {
    TOKEN[usize::from(byte)]
}

const TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = matches!(byte as u8,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+'
            | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~' | b':');
        byte += 1;
    }
    table
};

/// Whether this byte stays as it is between quotes.
fn is_quotable(byte: u8) -> bool {
    is_token(byte) || b" ()/<=>?@[]{}".contains(&byte)
}

/// Writes a value as it stands in `Set-Cookie`: bare, or, if it is empty or not made of token characters
/// only, between double quotes with `\"`, `\\` and three-digit octal escapes.
///
/// `None` if it holds a character above U+00FF, for which there is no escape. What is returned is ASCII.
pub fn quote(value: &str) -> Option<Cow<'_, str>> {
    if !value.is_empty() && value.bytes().all(is_token) {
        return Some(Cow::Borrowed(value));
    }

    let mut quoted = String::with_capacity(value.len() + 8);
    quoted.push('"');
    for character in value.chars() {
        let byte = u8::try_from(character).ok()?;
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', character]),
            _ if is_quotable(byte) => quoted.push(character),
            _ => quoted.push_str(&format!("\\{byte:03o}")),
        }
    }
    quoted.push('"');
    Some(Cow::Owned(quoted))
}

/// Undoes [`quote`]; a value that is not between double quotes is as it stands.
pub(super) fn unquote(value: &str) -> Cow<'_, str> {
    let Some(inside) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(value);
    };
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }

    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let (character, after) = unescape(escape);
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character that a backslash and what follows it stand for, and the text after that.
fn unescape(escape: &str) -> (char, &str) {
    if let [high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7', ..] = escape.as_bytes() {
        let code = (high - b'0') * 64 + (middle - b'0') * 8 + (low - b'0');
        return (char::from(code), &escape[3..]);
    }
    match escape.chars().next() {
        // A line break is not escaped; no header can hold one.
        None | Some('\n') => ('\\', escape),
        Some(character) => (character, &escape[character.len_utf8()..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_latin1_value_comes_back() {
        let all: String = (0..=0xff_u8).map(char::from).collect();
        for value in ["", "a", "a b", "\\", "\"", "\\\\054", "\\0541", &all] {
            let quoted = quote(value).unwrap();
            assert!(quoted.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{quoted}");
            assert_eq!(unquote(&quoted), value);
        }
    }

    #[test]
    fn values_beyond_latin1_are_refused() {
        for value in ["Ā", "abc中", "😀"] {
            assert_eq!(quote(value), None);
        }
    }

    #[test]
    fn a_lone_quote_or_backslash_stays() {
        for value in ["\"", "\"a", "a\"", "a\\054", "\\"] {
            assert_eq!(unquote(value), value);
        }
        assert_eq!(unquote(r#""\""#), "\\");
        assert_eq!(unquote("\"a\\\nb\""), "a\\\nb");
        assert_eq!(unquote(r#""\400\05\é""#), "40005é");
    }
}
