//! Small rules of text that Python and Rust do not share, and a text that is mostly kept in place.

mod short;

pub(crate) use short::ShortText;

use std::ops::RangeInclusive;

use unicode_general_category::{GeneralCategory, get_general_category};

/// Removes white space from both ends, as Python's `str.strip()`.
///
/// Unlike [`str::trim`] it also removes U+001C to U+001F.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// A text as a number: FNV-1a, 64 bits, as `macros/src/shared/hash.rs` has it.
pub(crate) const fn fnv1a(text: &str) -> u64 {
    let (bytes, mut hash, mut at) = (text.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        // `from` is not for constants.
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Whether [`strip`] removes this character.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&character)
}

/// Whether Python's `\w` matches this character: letters, numbers of all kinds, `_`; unlike
/// [`char::is_alphanumeric`] no marks.
pub(crate) fn is_word(character: char) -> bool {
    use GeneralCategory::*;
    character == '_'
        || matches!(
            get_general_category(character),
            UppercaseLetter
                | LowercaseLetter
                | TitlecaseLetter
                | ModifierLetter
                | OtherLetter
                | DecimalNumber
                | LetterNumber
                | OtherNumber
        )
}

/// Whether Python's `str.isdigit()` counts this character: decimal digits of all scripts, and digits that stand higher,
/// lower, in circles or with a dot (Unicode's `Numeric_Type=Digit`).
pub(crate) fn is_digit(character: char) -> bool {
    let is_like_one = || OTHER_DIGITS.iter().any(|range| range.contains(&character));
    get_general_category(character) == GeneralCategory::DecimalNumber || is_like_one()
}

const OTHER_DIGITS: [RangeInclusive<char>; 20] = [
    '\u{b2}'..='\u{b3}',
    '\u{b9}'..='\u{b9}',
    '\u{1369}'..='\u{1371}',
    '\u{19da}'..='\u{19da}',
    '\u{2070}'..='\u{2070}',
    '\u{2074}'..='\u{2079}',
    '\u{2080}'..='\u{2089}',
    '\u{2460}'..='\u{2468}',
    '\u{2474}'..='\u{247c}',
    '\u{2488}'..='\u{2490}',
    '\u{24ea}'..='\u{24ea}',
    '\u{24f5}'..='\u{24fd}',
    '\u{24ff}'..='\u{24ff}',
    '\u{2776}'..='\u{277e}',
    '\u{2780}'..='\u{2788}',
    '\u{278a}'..='\u{2792}',
    '\u{10a40}'..='\u{10a43}',
    '\u{10e60}'..='\u{10e68}',
    '\u{11052}'..='\u{1105a}',
    '\u{1f100}'..='\u{1f10a}',
];

/// Whether two texts are the same, for constants, in which `==` is not allowed.
pub(crate) const fn are_same(one: &str, other: &str) -> bool {
    let (one, other, mut at) = (one.as_bytes(), other.as_bytes(), 0);
    while at < one.len() && at < other.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    one.len() == other.len()
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
