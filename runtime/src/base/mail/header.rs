//! One header of a mail: folded where it is long (RFC 5322 section 2.2.3), and in encoded words where it is not ASCII
//! (RFC 2047).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Address, MailError};

/// Lines are folded before they are longer, where that can be (RFC 2047 section 2).
const LINE: usize = 76;
/// The longest encoded word (RFC 2047 section 2).
const WORD: usize = 75;
/// What of an encoded word is not text: `=?utf-8?q?` and `?=`.
const AROUND: usize = 12;
/// A word of ASCII that is longer is sent in encoded words, which can be folded.
const LONGEST_PLAIN: usize = 200;

/// A header of any text.
///
/// # Errors
///
/// If it holds a control character other than a tab, or a name that headers cannot have.
pub(super) fn text(name: &str, value: &str) -> Result<String, MailError> {
    let is_name = |byte: u8| matches!(byte, b'!'..=b'~') && byte != b':';
    if name.is_empty() || name.len() > LINE || !name.bytes().all(is_name) || value.contains(is_forbidden) {
        return Err(MailError::header(name));
    }
    let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !value.contains("=?")
        && value.trim_matches(' ') == value
        && value.split(' ').all(|word| word.len() <= LONGEST_PLAIN);
    Ok(match is_plain {
        true => folded(name, value.split(' ').map(str::to_owned)),
        false => folded(name, words(value, room(name)).into_iter()),
    })
}

/// A header of addresses, which have been looked at when they were read.
pub(super) fn addresses(name: &str, addresses: &[Address]) -> String {
    let count = addresses.len();
    let tokens = addresses.iter().enumerate().flat_map(|(index, address)| {
        let comma = if index + 1 < count { "," } else { "" };
        let Some(display) = address.name() else { return vec![format!("{}{comma}", address.mailbox())] };
        let mut tokens = phrase(display, room(name));
        tokens.push(format!("<{}>{comma}", address.mailbox()));
        tokens
    });
    folded(name, tokens)
}

/// Characters that no header may hold: a line break would begin another one. A tab is white space.
pub(super) fn is_forbidden(character: char) -> bool {
    character.is_control() && character != '\t'
}

/// A name before an address: as it is, in quotes, or in encoded words.
fn phrase(name: &str, room: usize) -> Vec<String> {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~ ".contains(&byte);
    let is_printed = name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_printed || name.contains("=?") || name.len() > LINE {
        return words(name, room);
    }
    match name.bytes().all(is_atom) && !name.contains("  ") {
        true => vec![name.to_owned()],
        false => vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))],
    }
}

/// How long an encoded word may be, so that the first one stands beside the header's name.
fn room(name: &str) -> usize {
    WORD.saturating_sub(name.len() + 1).max(AROUND + 12)
}

/// Encoded words, in the shorter of the two encodings, none of which cuts a character in two.
fn words(text: &str, room: usize) -> Vec<String> {
    let is_quoted = quoted_len(text) <= base64_len(text);
    let len = if is_quoted { quoted_len } else { base64_len };
    let mut words = Vec::new();
    let mut word = String::new();
    for character in text.chars() {
        word.push(character);
        if len(&word) > room - AROUND {
            word.pop();
            words.push(encoded(&word, is_quoted));
            word.clear();
            word.push(character);
        }
    }
    words.push(encoded(&word, is_quoted));
    words
}

fn encoded(text: &str, is_quoted: bool) -> String {
    if !is_quoted {
        return format!("=?utf-8?b?{}?=", STANDARD.encode(text));
    }
    let quote = |byte: u8| match byte {
        b' ' => "_".to_owned(),
        byte if is_bare(byte) => char::from(byte).to_string(),
        byte => format!("={byte:02X}"),
    };
    format!("=?utf-8?q?{}?=", text.bytes().map(quote).collect::<String>())
}

/// What stands for itself, in a name before an address too (RFC 2047 section 5, rule 3).
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!*+-/".contains(&byte)
}

fn quoted_len(text: &str) -> usize {
    text.bytes().map(|byte| if byte == b' ' || is_bare(byte) { 1 } else { 3 }).sum()
}

fn base64_len(text: &str) -> usize {
    text.len().div_ceil(3) * 4
}

/// The tokens with a space between them, on as many lines as it takes; the last ends with CRLF.
pub(super) fn folded(name: &str, tokens: impl Iterator<Item = String>) -> String {
    let mut out = format!("{name}:");
    let mut column = out.len();
    for (index, token) in tokens.enumerate() {
        // A line of white space alone would end the headers for some readers.
        if index > 0 && !token.is_empty() && column + 1 + token.len() > LINE {
            out.push_str("\r\n");
            column = 0;
        }
        out.push(' ');
        out.push_str(&token);
        column += 1 + token.len();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(value: &str) -> String {
        text("Subject", value).unwrap()
    }

    #[test]
    fn ascii_is_sent_as_it_is() {
        assert_eq!(subject("Tea at five"), "Subject: Tea at five\r\n");
        assert_eq!(subject(""), "Subject: \r\n");
    }

    #[test]
    fn other_letters_are_sent_in_the_shorter_of_two_encodings() {
        assert_eq!(subject("Zürich calling"), "Subject: =?utf-8?q?Z=C3=BCrich_calling?=\r\n");
        assert_eq!(subject("お茶"), "Subject: =?utf-8?b?44GK6Iy2?=\r\n");
        assert_eq!(subject("=?utf-8?q?evil?="), "Subject: =?utf-8?b?PT91dGYtOD9xP2V2aWw/PQ==?=\r\n");
    }

    #[test]
    fn long_ones_are_folded() {
        for value in ["tea ".repeat(60).trim_end().to_owned(), "茶ü ".repeat(80), "a".repeat(2000)] {
            for line in subject(&value).trim_end().split("\r\n") {
                assert!(line.len() <= LINE && !line.trim().is_empty(), "{line}");
            }
        }
    }

    #[test]
    fn a_line_break_is_an_error_wherever_it_stands() {
        for value in ["a\nBcc: b@c.de", "a\rb", "a\r\n b", "a\0", "a\u{85}b"] {
            let error = text("Subject", value).unwrap_err();
            assert!(matches!(error, MailError::Header { name } if name == "Subject"), "{value:?}");
        }
        for name in ["", "X Y", "X:", "X\nBcc", "Ü"] {
            assert!(text(name, "value").is_err(), "{name:?}");
        }
    }

    #[test]
    fn names_before_addresses_are_quoted_where_they_must_be() {
        let to = |name: &str| {
            let address: Address = format!("{name} <ada@example.com>").parse().unwrap();
            addresses("To", &[address])
        };

        assert_eq!(to("Ada Lovelace"), "To: Ada Lovelace <ada@example.com>\r\n");
        assert_eq!(to("Lovelace, A."), "To: \"Lovelace, A.\" <ada@example.com>\r\n");
        assert_eq!(to("Zoë"), "To: =?utf-8?q?Zo=C3=AB?= <ada@example.com>\r\n");
        assert_eq!(to("a\\b"), "To: \"a\\\\b\" <ada@example.com>\r\n");
    }
}
