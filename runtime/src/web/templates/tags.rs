//! The tags of a template, found without reading what is in them.

use std::ops::Range;

/// `{{ … }}` or `{% … %}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Whether it is `{% … %}`.
    pub(super) is_statement: bool,
    /// What stands between the braces.
    pub(super) inside: &'t str,
    /// Where all of it stands, the braces included.
    pub(super) range: Range<usize>,
}

impl<'t> Tag<'t> {
    /// What is inside, without what says how much white space goes with it.
    pub(super) fn code(&self) -> &'t str {
        let code = self.inside.trim_start_matches(['-', '+']);
        code.strip_suffix(['-', '+']).unwrap_or(code).trim()
    }

    /// The word that begins it.
    pub(super) fn keyword(&self) -> &'t str {
        let code = self.code();
        let end = code.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        &code[..end.unwrap_or(code.len())]
    }
}

/// Those of a template, in order. Comments are none, and text is not, nor is what stands in `raw`.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(brace) = text[at..].find('{') {
        let start = at + brace;
        let rest = &text[start + 1..];
        at = start + 1;
        let end = match rest.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => {
                at = rest.find("#}").map_or(text.len(), |length| at + length + 2);
                continue;
            }
            _ => continue,
        };
        let inside = &rest[1..];
        let inside = &inside[..length(inside, end)];
        at = (start + 2 + inside.len() + end.len()).min(text.len());
        let tag = Tag { is_statement: end == "%}", inside, range: start..at };
        if tag.is_statement && tag.keyword() == "raw" {
            at += raw(&text[at..]);
        }
        tags.push(tag);
    }
    tags
}

/// How long the text is that stands before `{% endraw %}`.
fn raw(text: &str) -> usize {
    let begins = |(at, _)| {
        let before = text[..at].trim_end();
        before.strip_suffix(['-', '+']).unwrap_or(before).strip_suffix("{%").map(str::len)
    };
    text.match_indices("endraw").find_map(begins).unwrap_or(text.len())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str) -> Vec<&str> {
        tags(text).iter().map(|tag| tag.inside).collect()
    }

    #[test]
    fn comments_and_text_are_none() {
        let text = "user {# {{ user }} #}{ user } {{ \"}}\" ~ a }}<b>{%- if b == '\\'%}' %}{{c";

        assert_eq!(inside(text), [" \"}}\" ~ a ", "- if b == '\\'%}' ", "c"]);
        assert!(inside("{# {{ never closed").is_empty() && inside("{").is_empty());
        assert_eq!(inside("{% raw %}{{ endraw {%- endraw %}{{ a }}"), [" raw ", "- endraw ", " a "]);
    }

    #[test]
    fn a_tag_knows_its_place_and_its_word() {
        let text = "ö {%- block\tbody -%} {{ user.name }}{{ c";

        let tags = tags(text);

        let pieces: Vec<_> = tags.iter().map(|tag| &text[tag.range.clone()]).collect();
        assert_eq!(pieces, ["{%- block\tbody -%}", "{{ user.name }}", "{{ c"]);
        let words: Vec<_> = tags.iter().map(|tag| (tag.is_statement, tag.keyword(), tag.code())).collect();
        assert_eq!(words, [(true, "block", "block\tbody"), (false, "user", "user.name"), (false, "c", "c")]);
    }
}
