//! Whether a password is much like something that is known of its user.

use std::collections::HashMap;

use crate::base::text;

/// From here on two texts are too similar.
const MAX_SIMILARITY: f64 = 0.7;

/// The name of the first attribute that the password is too similar to, as a whole or to one of its words.
pub(super) fn attribute<'a>(password: &str, attributes: &[(&'a str, &str)]) -> Option<&'a str> {
    let password: Vec<char> = password.to_lowercase().chars().collect();
    let is_similar = |value: &str| {
        let value = value.to_lowercase();
        !value.is_empty()
            && words(&value).chain([&*value]).any(|part| {
                let part: Vec<char> = part.chars().collect();
                !is_far_longer(&password, &part) && quick_ratio(&password, &part) >= MAX_SIMILARITY
            })
    };
    attributes.iter().find(|(_, value)| is_similar(value)).map(|(name, _)| *name)
}

/// As Python's `re.split(r"\W+", text)`, which also gives what is before the first and after the last that is no word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_other = |character| !text::is_word(character);
        let Some((word, after)) = text.find(is_other).map(|at| text.split_at(at)) else {
            return rest.take();
        };
        rest = Some(after.trim_start_matches(is_other));
        Some(word)
    })
}

/// Spares comparing what cannot be similar: a password that is ten times as long.
fn is_far_longer(password: &[char], value: &[char]) -> bool {
    let bound = MAX_SIMILARITY / 2.0 * password.len() as f64;
    password.len() >= 10 * value.len() && (value.len() as f64) < bound
}

/// The share of characters that both have, in whatever order, as Python's `difflib.SequenceMatcher.quick_ratio`; 1 for two
/// empty texts.
fn quick_ratio(one: &[char], other: &[char]) -> f64 {
    let length = one.len() + other.len();
    if length == 0 {
        return 1.0;
    }
    let mut unmatched: HashMap<char, usize> = HashMap::new();
    for &character in other {
        *unmatched.entry(character).or_default() += 1;
    }
    let matches = one.iter().filter(|character| match unmatched.get_mut(character) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    let matches = matches.count();
    2.0 * matches as f64 / length as f64
}
