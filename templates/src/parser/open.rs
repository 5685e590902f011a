//! Tags that are open, and what may stand in them or close them.

use crate::span::Span;

/// A tag with a body, as messages name it.
#[derive(Clone)]
pub(super) struct Head {
    /// Its keyword.
    pub(super) keyword: &'static str,
    /// Where it stands.
    pub(super) span: Span,
    /// As it is written.
    pub(super) written: String,
}

/// A tag that is open.
pub(super) struct Open {
    /// Its beginning.
    pub(super) head: Head,
    /// The keywords that end its body here: that of its end, and those of its other parts that may still come.
    pub(super) ends: &'static [&'static str],
}

/// Each keyword whose tag has a body, with the keyword that ends it.
const BODIES: [(&str, &str); 9] = [
    ("for", "endfor"),
    ("if", "endif"),
    ("with", "endwith"),
    ("set", "endset"),
    ("autoescape", "endautoescape"),
    ("filter", "endfilter"),
    ("block", "endblock"),
    ("macro", "endmacro"),
    ("call", "endcall"),
];

/// Keywords of tags without a body.
const LONE: [&str; 5] = ["extends", "include", "import", "from", "do"];

/// Keywords of the other parts of a tag.
const PARTS: [&str; 2] = ["else", "elif"];

/// Every keyword that a tag can begin with.
pub(super) fn keywords() -> impl Iterator<Item = &'static str> {
    BODIES.into_iter().flat_map(|(open, end)| [open, end]).chain(LONE).chain(PARTS)
}

/// The keyword whose tag this one ends.
pub(super) fn ended_by(end: &str) -> Option<&'static str> {
    BODIES.into_iter().find(|(_, keyword)| *keyword == end).map(|(keyword, _)| keyword)
}

/// The keyword that ends a tag's body.
pub(super) fn end_of(keyword: &str) -> &'static str {
    BODIES.into_iter().find(|(open, _)| *open == keyword).map_or("", |(_, end)| end)
}

/// Whether a keyword is a part of another tag, or ends it.
pub(super) fn is_end_or_part(keyword: &str) -> bool {
    PARTS.contains(&keyword) || ended_by(keyword).is_some()
}
