//! One block of a page, rendered alone: `list.html#rows` (as Django 6 calls its partials).
//!
//! A block has to be rendered as the page would: a child may have filled it, and it may use what the templates set,
//! import and define outside of it. But what the page shows elsewhere must not be rendered at all. It would be made to be
//! thrown away, and the visitor's messages with it. So the page is rendered from skeletons: of each template of the chain
//! there is left what defines something, and the blocks, where nothing shows them. Then the block alone is called.
//!
//! ```text
//! {% extends "base.html" %}                    {% extends ("base.html") ~ "#" %}
//! {% from "macros.html" import row %}          {% from "macros.html" import row %}
//! <h1>{{ title }}</h1>                    ─▶
//! {% if rows %}
//!   {% block rows %} … {% endblock %}            {% if false %}{% block rows %} … {% endblock %}{% endif %}
//! {% endif %}
//! ```

use std::collections::BTreeSet;

use minijinja::{Error, TemplateSource};

use super::tags::{Tag, tags};

/// Between a page's name and the block's; and behind the name of a skeleton.
const MARK: char = '#';

/// Page and block, if the name is that of a fragment.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    name.split_once(MARK)
}

/// The name of the page, of a fragment or of a skeleton as well.
pub(crate) fn page_of(name: &str) -> &str {
    split(name).map_or(name, |(page, _)| page)
}

/// What the environment calls the skeleton of a template.
pub(super) fn skeleton_name(page: &str) -> String {
    format!("{page}{MARK}")
}

/// Loads skeletons as well, by their names.
pub(super) fn with_skeletons(
    load: impl Fn(&str) -> Result<Option<TemplateSource>, Error>,
) -> impl Fn(&str) -> Result<Option<TemplateSource>, Error> {
    move |name| match name.strip_suffix(MARK) {
        Some(page) => Ok(load(page)?.map(|whole| skeleton(whole.source()).map_or(whole, Into::into))),
        None => load(name),
    }
}

/// The names of the blocks that a page has, or one that it extends, sorted.
pub(super) fn blocks(page: &str, source: impl Fn(&str) -> Option<String>) -> BTreeSet<String> {
    let (mut blocks, mut seen, mut next) = (BTreeSet::new(), BTreeSet::new(), Some(page.to_owned()));
    while let Some(name) = next.take().filter(|name| seen.insert(name.clone())) {
        let text = source(&name).unwrap_or_default();
        for tag in statements(&text) {
            match tag.keyword() {
                "block" => blocks.extend(rest(&tag).split_whitespace().next().map(str::to_owned)),
                "extends" => next = Some(rest(&tag).trim_matches(['"', '\'']).to_owned()),
                _ => {}
            }
        }
    }
    blocks
}

/// What is left of a template; lines stay where they are. `None` for one that only the whole of it can speak for: it
/// does not parse, or extends another under a condition.
fn skeleton(text: &str) -> Option<String> {
    let mut made = String::new();
    let mut depth = 0_usize;
    // What is being kept with all that is in it, and how deep it stands.
    let mut kept: Option<(Tag<'_>, usize)> = None;
    for tag in statements(text) {
        match part(&tag) {
            Part::Extends if depth > 0 => return None,
            Part::Extends => {
                let parent = format!("{{% extends ({}) ~ \"{MARK}\" %}}", rest(&tag));
                add(&mut made, text, tag.range.start, &parent);
            }
            Part::Definition if depth == 0 => add(&mut made, text, tag.range.start, &text[tag.range.clone()]),
            Part::Definition | Part::Other => {}
            begun @ (Part::Block | Part::LongDefinition | Part::Around) => {
                let is_kept = begun == Part::Block || begun == Part::LongDefinition && depth == 0;
                if is_kept && kept.is_none() {
                    kept = Some((tag, depth));
                }
                depth += 1;
            }
            Part::End => {
                depth = depth.checked_sub(1)?;
                if let Some((first, _)) = kept.take_if(|(_, outer)| *outer == depth) {
                    let whole = &text[first.range.start..tag.range.end];
                    let hidden = match part(&first) {
                        Part::Block => format!("{{% if false %}}{whole}{{% endif %}}"),
                        _ => whole.to_owned(),
                    };
                    add(&mut made, text, first.range.start, &hidden);
                }
            }
        }
    }
    (depth == 0).then_some(made)
}

/// Adds what stood at `start`, on the line where it stood.
fn add(made: &mut String, text: &str, start: usize, piece: &str) {
    let lines = |text: &str| text.matches('\n').count();
    let missing = lines(&text[..start]).saturating_sub(lines(made));
    made.extend(std::iter::repeat_n('\n', missing));
    made.push_str(piece);
}

/// What a statement is to a skeleton.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Extends,
    /// What blocks see if it stands at the top level.
    Definition,
    /// The same, with an end.
    LongDefinition,
    Block,
    /// What has an end, and goes.
    Around,
    End,
    Other,
}

fn part(tag: &Tag<'_>) -> Part {
    match tag.keyword() {
        "extends" => Part::Extends,
        "import" | "from" => Part::Definition,
        "set" if is_assignment(rest(tag)) => Part::Definition,
        "set" | "macro" => Part::LongDefinition,
        "block" => Part::Block,
        "for" | "if" | "with" | "autoescape" | "filter" | "call" => Part::Around,
        word if word.starts_with("end") && word != "endraw" => Part::End,
        _ => Part::Other,
    }
}

/// `a = 1`, and not `a`, nor `a | replace("a", "=")`, which have an end.
fn is_assignment(set: &str) -> bool {
    set.find(['=', '|']).is_some_and(|at| set[at..].starts_with('='))
}

/// What stands behind the keyword.
fn rest<'t>(tag: &Tag<'t>) -> &'t str {
    tag.code()[tag.keyword().len()..].trim()
}

fn statements(text: &str) -> impl Iterator<Item = Tag<'_>> {
    tags(text).into_iter().filter(|tag| tag.is_statement)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_defines_something_is_left() {
        let text = "a{% extends 'base.html' %}\n<h1>{{ title }}</h1>{% set a = 1 %}\n{% set b %}{{ a }}{% endset %}\n\
                    {%- macro row(x) -%}{% if x %}{{ x }}{% endif %}{% endmacro %}{% include 'nav.html' %}\n\
                    {% for x in xs %}{% set c = x %}{% block rows %}\n{% block row %}{% endblock %}{% endblock rows %}\n\
                    {% endfor %}\n{% import 'm' as m %}";

        assert_eq!(
            skeleton(text).unwrap(),
            "{% extends ('base.html') ~ \"#\" %}\n{% set a = 1 %}\n{% set b %}{{ a }}{% endset %}\n\
             {%- macro row(x) -%}{% if x %}{{ x }}{% endif %}{% endmacro %}\n\
             {% if false %}{% block rows %}\n{% block row %}{% endblock %}{% endblock rows %}{% endif %}\n\n\
             {% import 'm' as m %}"
        );
    }

    #[test]
    fn a_template_that_has_none_stays_whole() {
        for text in ["{% if a %}", "{% endif %}", "{% if a %}{% extends 'b' %}{% endif %}"] {
            assert_eq!(skeleton(text), None, "{text}");
        }
        let load = with_skeletons(|name| Ok((name == "a").then(|| "{% if a %}".into())));
        let text = |name| load(name).unwrap().map(|template| template.source().to_owned());
        assert_eq!([text("a"), text("a#")], [(); 2].map(|()| Some("{% if a %}".to_owned())));
        assert_eq!([text("b"), text("b#")], [None, None]);
    }

    #[test]
    fn a_block_is_set_to_an_end_and_a_value_is_not() {
        for text in ["a = 1", "a, b = c", "a = b | upper", "ns.a=1"] {
            assert!(is_assignment(text), "{text}");
        }
        for text in ["a", "a | upper", "a | replace('b', '=')", "a|d(b=1)"] {
            assert!(!is_assignment(text), "{text}");
        }
    }

    #[test]
    fn a_page_has_the_blocks_of_those_that_it_extends() {
        let source = |name: &str| {
            let text = match name {
                "list.html" => "{% extends 'base.html' %}{% block rows %}{% endblock rows %}",
                "base.html" => {
                    "{% extends \"list.html\" %}{% if a %}{% block\tmain required %}{% endblock %}{% endif %}"
                }
                _ => return None,
            };
            Some(text.to_owned())
        };

        assert_eq!(Vec::from_iter(blocks("list.html", source)), ["main", "rows"]);
        assert!(blocks("gone.html", source).is_empty());
    }
}
