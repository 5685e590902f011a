//! What a reader of a text sees: all else is escaped in logs and on developers' pages, so that nobody is shown
//! another text than was sent.
//!
//! ```text
//! /\u{202e}gnp.exe        is drawn as  /exe.png
//! ```

use std::borrow::Cow;
use std::fmt;

use unicode_general_category::{GeneralCategory, get_general_category};

/// At most this many characters of one text go into a line of the log.
const SHOWN: usize = 400;

/// Whether the character is of a general category that begins with C: control, format, private use, unassigned.
pub(crate) fn is_control(character: char) -> bool {
    use GeneralCategory::{Control, Format, PrivateUse, Surrogate, Unassigned};
    matches!(get_general_category(character), Control | Format | PrivateUse | Surrogate | Unassigned)
}

/// Whether a reader does not see the character, or sees others in another place because of it: controls, all that
/// turns the direction of writing (Unicode Standard Annex 9), separators of lines, and what is drawn as nothing:
/// fillers, variation selectors, tags (the property Default_Ignorable_Code_Point).
fn is_unseen(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    is_control(character)
        || matches!(
            character,
            '\u{34f}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{2028}'..='\u{2029}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{ffa0}'
                | '\u{e0100}'..='\u{e01ef}'
        )
}

/// Writes a character, or its escape if it is not seen.
pub(crate) fn write(f: &mut impl fmt::Write, character: char) -> fmt::Result {
    if is_unseen(character) { write!(f, "{}", character.escape_default()) } else { f.write_char(character) }
}

/// A text of several lines, in which tabs may stand.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let is_kept = |character| matches!(character, '\n' | '\t') || !is_unseen(character);
    if text.chars().all(is_kept) {
        return text.into();
    }
    let shown = |character: char| match is_kept(character) {
        true => character.to_string(),
        false => character.escape_default().to_string(),
    };
    text.chars().map(shown).collect()
}

/// Text for the log: what a reader does not see is escaped, such as controls, line separators and what turns the
/// direction of writing, and it is cut. Written only where a subscriber wants the line.
pub(crate) struct Shown<'t>(pub(crate) &'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().take(SHOWN).try_for_each(|character| write(f, character))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_escaped() {
        let controls = ['\0', '\r', '\u{1b}', '\u{7f}', '\u{85}'];
        let bidi =
            "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        let nothing = "\u{ad}\u{34f}\u{180e}\u{200b}\u{200c}\u{200d}\u{2028}\u{2029}\u{2060}\u{206f}\u{3164}\u{fe0f}\u{feff}\u{fff9}";
        let tags = "\u{e0001}\u{e0041}\u{e007f}\u{e0100}\u{1d173}\u{e000}";
        for unseen in controls.into_iter().chain(bidi.chars()).chain(nothing.chars()).chain(tags.chars()) {
            let escaped = unseen.escape_default().to_string();
            assert_eq!(lines(&format!("a{unseen}b\n\tc")), format!("a{escaped}b\n\tc"));
        }
    }

    #[test]
    fn what_is_seen_is_not() {
        for seen in ["/plain ~\n\t", "é e\u{301}", "ไทย", "עברית عربى", "鹽", "❤", "\u{a0}"]
        {
            assert!(matches!(lines(seen), Cow::Borrowed(_)), "{seen}");
        }
    }

    #[test]
    fn one_event_is_one_line() {
        assert_eq!(Shown("/a\r\nb\u{2028}c\u{1b}[1m/é").to_string(), "/a\\r\\nb\\u{2028}c\\u{1b}[1m/é");
        assert_eq!(Shown("/\u{202e}gpj.\u{200f}\u{feff}").to_string(), "/\\u{202e}gpj.\\u{200f}\\u{feff}");
        assert_eq!(Shown(&"x".repeat(1000)).to_string().len(), SHOWN);
    }
}
