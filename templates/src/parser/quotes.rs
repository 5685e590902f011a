//! What messages quote of a tag.

use super::cursor::Cursor;
use super::open::Head;
use crate::lexer::{Token, TokenKind};
use crate::span::Span;

/// So many characters are quoted in full.
const LONG: usize = 40;

impl<'t> Cursor<'t> {
    /// What stands in the tag.
    pub(super) fn inside(&self) -> String {
        let (first, last) = (self.tag.tokens.first(), self.tag.tokens.last());
        first.zip(last).map_or_else(String::new, |(first, last)| self.quote(first.span.to(last.span)))
    }

    /// The rest of the tag, cut at its white space, with texts in `"`.
    pub(super) fn rest_as_written(&self) -> Vec<String> {
        let rest = self.tag.tokens.get(self.at..).unwrap_or_default();
        rest.chunk_by(|left, right| left.span.end == right.span.start)
            .map(|words| self.words(words))
            .collect()
    }

    fn words(&self, words: &[Token<'t>]) -> String {
        let word = |token: &Token<'t>| match token.kind {
            TokenKind::Text(text) if !text.contains('"') => format!("\"{text}\""),
            _ => self.text(token.span).to_owned(),
        };
        words.iter().map(word).collect()
    }

    /// What messages name it by.
    pub(super) fn head(&self, keyword: &'static str) -> Head {
        Head { keyword, span: self.tag.span, written: self.written() }
    }

    /// The tag as it is written, on one line; without what follows the keyword if that is long.
    fn written(&self) -> String {
        let text = self.tag.text.get(self.tag.span.start..self.tag.span.end).unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.tag.tokens.first() {
            Some(keyword) if text.chars().count() > LONG || self.tag.mistake.is_some() => {
                format!("{{% {} %}}", keyword.word())
            }
            _ => text,
        }
    }

    /// The template's text in a span, its beginning only if it is long.
    pub(super) fn quote(&self, span: Span) -> String {
        let text = self.text(span);
        match text.char_indices().nth(LONG) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }

    /// The template's text in a span.
    pub(super) fn text(&self, span: Span) -> &'t str {
        self.tag.text.get(span.start..span.end).unwrap_or_default()
    }
}
