//! The words of a tag.

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

impl<'t> Token<'t> {
    /// The word or mark; nothing of what else it may be.
    pub(crate) fn word(&self) -> &'t str {
        match self.kind {
            TokenKind::Word(text) | TokenKind::Mark(text) => text,
            TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_) => "",
        }
    }

    /// Whether it is this word or mark, which is not empty.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.word() == text
    }

    /// Whether it is a text or a number.
    pub(crate) fn is_constant(&self) -> bool {
        matches!(self.kind, TokenKind::Text(_) | TokenKind::Integer(_) | TokenKind::Float(_))
    }
}
