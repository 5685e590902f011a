//! The name that a client gives a file (Django, `http/multipartparser.py`, `sanitize_file_name`, and
//! `core/files/uploadedfile.py`): never a path, and nothing that is not seen.

use unicode_general_category::{GeneralCategory, get_general_category};

use crate::base::visible::is_control;

/// Longest name in characters. Longer ones are cut before their extension.
const MAX_LENGTH: usize = 255;

/// The bare name, or `None` if nothing is left of it.
pub(super) fn clean(sent: &str) -> Option<String> {
    let name = unescaped(sent);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|character| is_printable(*character)).collect();
    // A tilde, a dash or blanks are as harmless as letters; these two are directories.
    match name.trim() {
        "" | "." | ".." => None,
        name => Some(cut(name)),
    }
}

/// As Python's `isprintable`.
fn is_printable(character: char) -> bool {
    use GeneralCategory::{LineSeparator, ParagraphSeparator, SpaceSeparator};
    let is_separator =
        || matches!(get_general_category(character), LineSeparator | ParagraphSeparator | SpaceSeparator);
    character == ' ' || !(is_control(character) || is_separator())
}

/// `a.png` of more than 255 characters keeps its `.png`.
fn cut(name: &str) -> String {
    if name.chars().count() <= MAX_LENGTH {
        return name.to_owned();
    }
    let (stem, extension) = match name.rfind('.') {
        Some(at) if at > 0 => name.split_at(at),
        _ => (name, ""),
    };
    let extension: String = extension.chars().take(MAX_LENGTH).collect();
    let left = MAX_LENGTH - extension.chars().count();
    stem.chars().take(left).chain(extension.chars()).collect()
}

/// What browsers write for characters that the encoding of their page has not: `&#8364;`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(';').filter(|end| *end <= MAX_REFERENCE);
        match end.and_then(|end| Some((character(&rest[1..end])?, end + 1))) {
            Some((character, length)) => {
                plain.push(character);
                rest = &rest[length..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// `&#x10FFFF` and some zeros.
const MAX_REFERENCE: usize = 12;

fn character(reference: &str) -> Option<char> {
    let code = match reference {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => reference.strip_prefix('#')?,
    };
    let code = match code.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => code.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_bare() {
        for (sent, expected) in [
            ("a.txt", "a.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\dir\\e.txt", "e.txt"),
            ("/e.txt", "e.txt"),
            ("a&#8364;&#x20AC;&amp;&amp;lt;b", "a€€&&lt;b"),
            ("a&hearts;&;&#;&#999999999;", "a&hearts;&;&#;&#999999999;"),
            // What is escaped is judged like all else.
            ("a&#47;..&#x2f;b", "b"),
            ("a\r\n\0\u{202e}\u{a0}gnp.exe", "agnp.exe"),
            (" a b ", "a b"),
            ("..hidden", "..hidden"),
        ] {
            assert_eq!(clean(sent).as_deref(), Some(expected), "{sent:?}");
        }
    }

    #[test]
    fn what_is_no_name_is_none() {
        for sent in ["", ".", "..", "a/", "/", "a/..", "\\", "\r\n", "\u{202e}.", " "] {
            assert_eq!(clean(sent), None, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = clean(&format!("{}.png", "é".repeat(300))).unwrap();
        assert_eq!((name.chars().count(), name.ends_with("é.png")), (255, true));
        assert_eq!(clean(&format!("a.{}", "x".repeat(300))).unwrap().len(), 255);
    }
}
