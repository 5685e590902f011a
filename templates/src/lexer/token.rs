//! The words of a tag.

use std::fmt;

use crate::span::Span;

/// A word of a tag, with its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Token<'t> {
    /// What it is.
    pub(crate) kind: TokenKind<'t>,
    /// Where.
    pub(crate) span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum TokenKind<'t> {
    /// A name or a keyword.
    Word(&'t str),
    /// An operator or a bracket.
    Mark(&'static str),
    /// What stands between quotes, as it is written.
    Text(&'t str),
    /// A whole number.
    Integer(u128),
    /// A number with a point or an exponent.
    Float(f64),
}

impl Token<'_> {
    /// Whether it is this word or mark.
    pub(crate) fn is(&self, text: &str) -> bool {
        match self.kind {
            TokenKind::Word(word) => word == text,
            TokenKind::Mark(mark) => mark == text,
            TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_) => false,
        }
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TokenKind::Word(text) | TokenKind::Mark(text) => write!(f, "`{text}`"),
            TokenKind::Text(_) => f.write_str("a text"),
            TokenKind::Integer(_) | TokenKind::Float(_) => f.write_str("a number"),
        }
    }
}
