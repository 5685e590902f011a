//! `wordwrap`: lines of at most so many characters (Django, `utils/text.py`; Python, `textwrap.py`).

use minijinja::value::StringInput;
use minijinja::{Error, Value};

use super::super::refused;

const TAB: usize = 8;

/// Breaks lines between words; what is longer than a line stays whole.
pub(super) fn wordwrap(value: StringInput<'_>, width: usize) -> Result<Value, Error> {
    if width == 0 {
        return Err(refused("a line has at least one character"));
    }
    let text = value.as_str().replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    for line in text.strip_suffix('\n').unwrap_or(&text).split('\n') {
        let wrapped = wrap(&with_spaces(line), width);
        // A line of nothing but white space stays.
        if wrapped.is_empty() { lines.push(line.to_owned()) } else { lines.extend(wrapped) }
    }
    if text.ends_with('\n') {
        lines.push(String::new());
    }
    Ok(value.preserve_safety(lines.join("\n")))
}

/// Each tab as spaces up to the next column of eight.
fn with_spaces(line: &str) -> String {
    let (mut text, mut column) = (String::with_capacity(line.len()), 0);
    for letter in line.chars() {
        if letter == '\t' {
            let spaces = TAB - column % TAB;
            text.extend(std::iter::repeat_n(' ', spaces));
            column += spaces;
        } else {
            text.push(letter);
            column += 1;
        }
    }
    text
}

fn wrap(line: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut current, mut length) = (String::new(), 0);
    for chunk in chunks(line) {
        let count = chunk.chars().count();
        if length > 0 && length + count > width {
            push_line(&mut lines, &current);
            current.clear();
            length = 0;
        }
        // The space at which a line breaks is part of none.
        if length == 0 && !lines.is_empty() && is_blank(chunk) {
            continue;
        }
        current.push_str(chunk);
        length += count;
    }
    push_line(&mut lines, &current);
    lines
}

fn push_line(lines: &mut Vec<String>, line: &str) {
    let line = line.trim_end_matches(is_break);
    if !line.is_empty() {
        lines.push(line.to_owned());
    }
}

/// Words, and the white space between them.
fn chunks(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(is_break)
        .flat_map(|piece| {
            let word = piece.trim_end_matches(is_break);
            [word, &piece[word.len()..]]
        })
        .filter(|chunk| !chunk.is_empty())
}

fn is_break(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r')
}

fn is_blank(chunk: &str) -> bool {
    chunk.chars().all(is_break)
}
