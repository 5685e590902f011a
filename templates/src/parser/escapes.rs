//! What `\` means in a text.

use std::char::decode_utf16;
use std::str::Chars;

use super::cursor::Result;
use crate::error::SyntaxError;
use crate::span::Span;

/// The text without its escapes; `start` is where it stands in the template.
pub(super) fn unescape(text: &str, start: usize) -> Result<String> {
    if !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    loop {
        let at = text.len() - letters.as_str().len();
        let Some(letter) = letters.next() else { return Ok(plain) };
        if letter != '\\' {
            plain.push(letter);
            continue;
        }
        if escape(&mut letters, &mut plain).is_none() {
            let end = text.len() - letters.as_str().len();
            let message = format!("`{}` stands for no character", &text[at..end]);
            return Err(SyntaxError::new(Span::new(start + at, start + end), message)
                .help("write `\\\\` for a backslash"));
        }
    }
}

/// What one escape means, its `\` gone over.
fn escape(letters: &mut Chars<'_>, plain: &mut String) -> Option<()> {
    let letter = letters.next()?;
    match letter {
        '"' | '\\' | '/' | '\'' => plain.push(letter),
        'b' => plain.push('\x08'),
        'f' => plain.push('\x0C'),
        'n' => plain.push('\n'),
        'r' => plain.push('\r'),
        't' => plain.push('\t'),
        'u' => plain.push(utf16(letters)?),
        'x' => plain.push(char::from(u8::from_str_radix(&taken(letters, 2)?, 16).ok()?)),
        '0'..='7' => plain.push(octal(letter, letters)?),
        _ => plain.extend(['\\', letter]),
    }
    Some(())
}

fn taken(letters: &mut Chars<'_>, count: usize) -> Option<String> {
    let taken: String = letters.take(count).collect();
    (taken.len() == count).then_some(taken)
}

/// `\u00e4`, or two of them that are one letter.
fn utf16(letters: &mut Chars<'_>) -> Option<char> {
    let first = u16::from_str_radix(&taken(letters, 4)?, 16).ok()?;
    if !(0xD800..=0xDFFF).contains(&first) {
        return char::from_u32(first.into());
    }
    *letters = letters.as_str().strip_prefix("\\u")?.chars();
    let second = u16::from_str_radix(&taken(letters, 4)?, 16).ok()?;
    decode_utf16([first, second]).next()?.ok()
}

/// `\101`: up to three digits.
fn octal(first: char, letters: &mut Chars<'_>) -> Option<char> {
    let behind = letters.as_str();
    let more = behind.bytes().take(2).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    *letters = behind[more..].chars();
    u8::from_str_radix(&format!("{first}{}", &behind[..more]), 8).ok().map(char::from)
}
