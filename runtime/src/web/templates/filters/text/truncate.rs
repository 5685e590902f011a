//! The beginning of a text, and `…` where something is left out (Django, `utils/text.py`).

use minijinja::Value;
use minijinja::value::StringInput;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::words;

/// At most so many characters, the `…` included; accents that stand alone are not counted.
pub(super) fn truncatechars(value: StringInput<'_>, length: i64) -> Value {
    let length = usize::try_from(length).unwrap_or(0);
    let text: String = value.as_str().nfc().collect();
    value.preserve_safety(shortened(&text, length))
}

fn shortened(text: &str, length: usize) -> String {
    let mut places = text.char_indices().filter(|(_, letter)| canonical_combining_class(*letter) == 0);
    let Some(last) = length.checked_sub(1) else { return String::new() };
    let end = places.nth(last).map(|(at, _)| at);
    match (end, places.next()) {
        (Some(end), Some(_)) => format!("{}…", &text[..end]),
        _ => text.to_owned(),
    }
}

/// At most so many words, with one space between them.
pub(super) fn truncatewords(value: StringInput<'_>, length: i64) -> Value {
    let length = usize::try_from(length).unwrap_or(0);
    let mut rest = words(value.as_str());
    let kept: Vec<_> = rest.by_ref().take(length).collect();
    let is_whole = length == 0 || rest.next().is_none();
    let text = kept.join(" ");
    value.preserve_safety(if is_whole { text } else { format!("{text} …") })
}
