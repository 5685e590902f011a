//! Small rules of text that Python and Rust do not share, and a text that is mostly kept in place.

mod short;

pub(crate) use short::ShortText;

/// Removes white space from both ends, as Python's `str.strip()`.
///
/// Unlike [`str::trim`] it also removes U+001C to U+001F.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Whether [`strip`] removes this character.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// A header's text: each byte is a character (Latin-1, as WSGI has it).
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_removes_what_python_removes() {
        let space = "\t\n\u{b}\u{c}\r\u{1c}\u{1d}\u{1e}\u{1f} \u{85}\u{a0}\u{1680}\u{2000}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}";
        assert_eq!(strip(&format!("{space}a b{space}")), "a b");
        assert_eq!(strip(space), "");
        for kept in ["\u{200b}", "\u{feff}", "\0", "\u{1b}", "\u{180e}"] {
            assert_eq!(strip(kept), kept);
        }
    }
}
