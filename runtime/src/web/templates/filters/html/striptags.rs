//! `striptags`: markup without its tags.

use minijinja::Value;
use minijinja::value::StringInput;

/// How often tags may stand inside of tags.
const DEPTH: usize = 50;

/// What stands between tags, comments and declarations. It is no protection: what is left is escaped like any text, unless
/// it has been markup before (Django, `utils/html.py`).
pub(super) fn striptags(value: StringInput<'_>) -> Value {
    let mut text = value.as_str().to_owned();
    for _ in 0..DEPTH {
        // What is left may be a tag again: `<<b>i>`.
        let stripped = without_tags(&text);
        let is_done = stripped.matches('<').count() == text.matches('<').count();
        text = stripped;
        if is_done {
            break;
        }
    }
    value.preserve_safety(text)
}

fn without_tags(text: &str) -> String {
    let (mut stripped, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('<') {
        stripped.push_str(&rest[..at]);
        rest = &rest[at..];
        match tag(rest) {
            Some(length) => rest = &rest[length..],
            None => {
                stripped.push('<');
                rest = &rest[1..];
            }
        }
    }
    stripped + rest
}

/// The length of the tag that begins with this `<`, if one does.
fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|at| at + 3);
    }
    let name = text[1..].trim_start_matches('/');
    let begins = text.starts_with("<!")
        || text.starts_with("<?")
        || name.starts_with(|it: char| it.is_ascii_alphabetic());
    if begins { end(text) } else { None }
}

/// Behind the `>` that stands in no quotes.
fn end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (letter, quote) {
            ('>', None) => return Some(at + 1),
            ('"' | '\'', None) if text[..at].trim_end().ends_with('=') => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            _ => {}
        }
    }
    // Quotes that nobody closes are none.
    text.find('>').map(|at| at + 1)
}
