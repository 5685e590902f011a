//! `slugify`: a text as a part of an address.

use minijinja::value::StringInput;
use unicode_normalization::UnicodeNormalization;

/// `Crème & Brûlée` as `creme-brulee`: ASCII letters and digits in lower case, `_`, and one `-` for what is between
/// (Django, `utils/text.py`).
pub(super) fn slugify(value: StringInput<'_>) -> String {
    slug(value.as_str())
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.nfkd().filter(char::is_ascii) {
        match letter {
            '-' | ' ' | '\t'..='\r' | '\x1c'..='\x1f' if !slug.ends_with('-') => slug.push('-'),
            '_' | '0'..='9' | 'a'..='z' | 'A'..='Z' => slug.push(letter.to_ascii_lowercase()),
            _ => {}
        }
    }
    slug.trim_matches(['-', '_']).to_owned()
}
