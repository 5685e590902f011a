//! Whether a page can show something at all: what it does not mention need not be fetched for it.

use std::collections::BTreeSet;

/// Tags that bring in another template, whose name follows.
const BRING_IN: [&str; 4] = ["extends", "include", "import", "from"];

/// For each word whether a template, or one that it brings in, holds it in a tag, as a word of its own. A name that is
/// not written as text may be that of any template: then the answer is yes to all.
///
/// `source` is the text of a template, `None` if there is none of that name.
pub(super) fn mentioned(name: &str, words: &[&str], source: impl Fn(&str) -> Option<String>) -> Vec<bool> {
    let mut mentioned = vec![false; words.len()];
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(text) = source(&name) else { continue };
        for tag in tags(&text) {
            for (word, is_mentioned) in words.iter().zip(&mut mentioned) {
                *is_mentioned |= holds(tag, word);
            }
            match brought_in(tag.trim_start_matches(['-', '+']).trim_start()) {
                Some(names) => open.extend(names),
                None => return vec![true; words.len()],
            }
        }
    }
    mentioned
}

/// What stands between `{{` and `}}` and between `{%` and `%}`. Comments are none, and text is not.
fn tags(text: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        rest = &rest[start + 1..];
        let end = match rest.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => {
                rest = rest.split_once("#}").map_or("", |(_, behind)| behind);
                continue;
            }
            _ => continue,
        };
        let inside = &rest[1..];
        let length = length(inside, end);
        tags.push(&inside[..length]);
        rest = &inside[length..];
    }
    tags
}

/// Where a tag ends: what is quoted in it does not end it.
fn length(tag: &str, end: &str) -> usize {
    let mut quote = None;
    let mut is_escaped = false;
    for (at, letter) in tag.char_indices() {
        match quote {
            _ if is_escaped => is_escaped = false,
            Some(_) if letter == '\\' => is_escaped = true,
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None if tag[at..].starts_with(end) => return at,
            None => {}
        }
    }
    tag.len()
}

/// Whether the word is in the text, and not as a part of a longer one.
fn holds(text: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}

/// The names of the templates that a tag brings in, none for most; `None` if they are not written as text.
fn brought_in(tag: &str) -> Option<Vec<String>> {
    let (keyword, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    if !BRING_IN.contains(&keyword) {
        return Some(Vec::new());
    }
    let rest = rest.trim_start();
    let is_list = rest.starts_with('[');
    let mut texts = Vec::new();
    let mut rest = rest.trim_start_matches('[').trim_start();
    while let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        let (text, behind) = rest[1..].split_once(quote)?;
        texts.push(text.to_owned());
        rest = behind.trim_start();
        if !is_list {
            break;
        }
        rest = rest.trim_start_matches(',').trim_start();
    }
    let behind = if is_list { rest.strip_prefix(']')?.trim_start() } else { rest };
    let word = behind.split(char::is_whitespace).next().unwrap_or_default();
    let is_whole = ["", "-", "+", "ignore", "import", "as"].contains(&word);
    (is_whole && !texts.is_empty()).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages_in(name: &str) -> bool {
        let source = |name: &str| {
            let text = match name {
                "base.html" => "<body>{% block body %}{% endblock %}</body>",
                "shows.html" => "{% for m in messages %}{{ m }}{% endfor %}",
                "plain.html" => "{% extends 'base.html' %}{% block body %}plain{% endblock %}",
                "part.html" => "{%- include \"shows.html\" -%}",
                "one_of.html" => "{% include ['gone.html', \"shows.html\"] ignore missing %}",
                "none_of.html" => "{% include ['gone.html', \"base.html\"] %}{% from 'base.html' import x %}",
                "any.html" => "{% include name %}",
                "either.html" => "{% extends 'base.html' if plain else 'shows.html' %}",
                "half.html" => "{% extends 'base' ~ '.html' %}",
                "round.html" => "{% include 'round.html' %}",
                _ => return None,
            };
            Some(text.to_owned())
        };
        mentioned(name, &["messages"], source) == [true]
    }

    #[test]
    fn a_page_mentions_what_any_of_its_templates_does() {
        for name in ["shows.html", "part.html", "one_of.html"] {
            assert!(messages_in(name), "{name}");
        }
        for name in ["base.html", "plain.html", "none_of.html", "round.html", "gone.html"] {
            assert!(!messages_in(name), "{name}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_another_word() {
        for text in ["user", "user.id", "request.user"] {
            assert!(holds(text, "user"), "{text}");
        }
        for text in ["", "username", "users", "the_user", "éuser"] {
            assert!(!holds(text, "user"), "{text}");
        }
    }

    #[test]
    fn only_tags_speak() {
        let text = "user {# {{ user }} #}{ user } {{ \"}}\" ~ a }}<b>{%- if b == '\\'%}' %}{{c";

        assert_eq!(tags(text), [" \"}}\" ~ a ", "- if b == '\\'%}' ", "c"]);
        assert!(tags("{# {{ never closed").is_empty() && tags("{").is_empty());
    }

    #[test]
    fn a_name_that_is_made_may_be_any() {
        assert!(messages_in("any.html"));
        assert!(messages_in("half.html"));
        assert!(messages_in("either.html"));
    }
}
