//! Whether a page can show something at all: what it does not mention need not be fetched for it.

use std::collections::BTreeSet;

use crate::brought_in::brought_in;
use crate::lexer::{self, Piece, Token, TokenKind};

/// For each word whether a template, or one that it brings in, holds it in a tag, as a word of its own. A name that is
/// not written as text may be that of any template: then the answer is yes to all.
///
/// `source` is the text of a template, `None` if there is none of that name.
///
/// ```
/// use vestibule_templates::mentions::mentioned;
///
/// let source = |name: &str| (name == "page.html").then(|| "messages: {{ user.name }}".to_owned());
/// assert_eq!(mentioned("page.html", &["user", "messages"], source), [true, false]);
/// ```
pub fn mentioned(name: &str, words: &[&str], source: impl Fn(&str) -> Option<String>) -> Vec<bool> {
    let mut mentioned = vec![false; words.len()];
    let mut seen = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(text) = source(&name) else { continue };
        let tokens = tokens(&text);
        for (word, is_mentioned) in words.iter().zip(&mut mentioned) {
            *is_mentioned |= tokens.iter().any(|token| holds(token, word));
        }
        for (_, name) in brought_in(&text) {
            let Some(name) = name else { return vec![true; words.len()] };
            open.push(name);
        }
    }
    mentioned
}

/// What stands in the tags of a template.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let tags = lexer::pieces(text).pieces.into_iter().filter_map(|piece| match piece {
        Piece::Emit(tag) | Piece::Statement(tag) => Some(tag.tokens),
        Piece::Text(..) => None,
    });
    tags.flatten().collect()
}

/// Whether it is the word, or a text that may name it: `self["user"]`.
fn holds(token: &Token<'_>, word: &str) -> bool {
    match token.kind {
        TokenKind::Text(text) => text.contains(word),
        _ => token.is(word),
    }
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
                "inside.html" => {
                    "{% if a %}{% else %}{% for b in c %}{% import 'shows.html' as d %}{% endfor %}{% endif %}"
                }
                "one_of.html" => "{% include ['gone.html', \"shows.html\"] ignore missing %}",
                "none_of.html" => "{% include ['gone.html', \"base.html\"] %}{% from 'base.html' import x %}",
                "any.html" => "{% include name %}",
                "either.html" => "{% extends 'base.html' if plain else 'shows.html' %}",
                "neither.html" => "{% extends 'base.html' if plain else 'plain.html' %}",
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
        for name in ["shows.html", "part.html", "inside.html", "one_of.html", "either.html"] {
            assert!(messages_in(name), "{name}");
        }
        for name in ["base.html", "plain.html", "none_of.html", "neither.html", "round.html", "gone.html"] {
            assert!(!messages_in(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_is_made_may_be_any() {
        assert!(messages_in("any.html"));
        assert!(messages_in("half.html"));
    }

    fn mentions_user(text: &str) -> bool {
        mentioned("page.html", &["user"], |_| Some(text.to_owned())) == [true]
    }

    #[test]
    fn a_part_of_a_word_is_another_word() {
        for text in ["{{ user }}", "{{user.id}}", "{%- if request.user -%}{%- endif -%}", "{{ a['user'] }}"] {
            assert!(mentions_user(text), "{text}");
        }
        for text in ["", "{{ username }}", "{{ users }}", "{{ the_user }}"] {
            assert!(!mentions_user(text), "{text}");
        }
    }

    #[test]
    fn only_tags_speak() {
        for text in [
            "user {# {{ user }} #}{ user }",
            "{{ \"}}\" ~ a }}user",
            "{% raw %}{{ user }}{% endraw %}",
            "{# {{ user",
        ] {
            assert!(!mentions_user(text), "{text}");
        }
        assert!(
            mentions_user("{{ \"}}\" ~ user }}")
                && mentions_user("{% if b == '\\'%}' and user %}{% endif %}")
        );
    }
}
