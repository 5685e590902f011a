//! The words of one tag, and where it ends.

use super::{Token, inside};
use crate::error::SyntaxError;
use crate::span::Span;

/// A tag in words.
#[derive(Debug)]
pub(crate) struct Tag<'t> {
    /// From `{` to `}`.
    pub(crate) span: Span,
    /// All of the template, which messages quote.
    pub(crate) text: &'t str,
    /// What stands in it.
    pub(crate) tokens: Vec<Token<'t>>,
    /// What ends it.
    pub(crate) closer: Span,
    /// What is wrong with its letters or its end; then what the parser finds is no news.
    pub(crate) mistake: Option<SyntaxError>,
    /// Whether it has swallowed the rest of the template.
    pub(crate) is_cut: bool,
}

/// Where a tag may have been meant to end, if it turns out that something is wrong.
struct Doubt {
    /// How many of the tokens are its own.
    tokens: usize,
    /// Where it ends.
    end: usize,
    mistake: SyntaxError,
}

/// Reads a tag.
pub(super) struct Lexer<'t> {
    pub(super) text: &'t str,
    start: usize,
    pub(super) at: usize,
    pub(super) closer: &'static str,
    pub(super) tokens: Vec<Token<'t>>,
    /// Brackets that are open, innermost last.
    pub(super) open: Vec<u8>,
    doubt: Option<Doubt>,
    pub(super) mistake: Option<SyntaxError>,
}

/// The tag that begins at `start` and is ended by `closer`.
pub(super) fn tag<'t>(text: &'t str, start: usize, closer: &'static str) -> Tag<'t> {
    let at = inside(text, start);
    let lexer =
        Lexer { text, start, at, closer, tokens: Vec::new(), open: Vec::new(), doubt: None, mistake: None };
    lexer.run()
}

impl<'t> Lexer<'t> {
    fn run(mut self) -> Tag<'t> {
        loop {
            self.at = self.text.len() - self.rest().trim_ascii_start().len();
            if let Some(length) = self.end() {
                let end = self.at + length;
                return self.finish(end, None);
            }
            let is_wrong = match self.false_end() {
                Some((end, mistake)) => {
                    self.suspect(end, mistake);
                    true
                }
                None => {
                    self.token();
                    self.mistake.is_some()
                }
            };
            if let Some(doubt) = self.doubt.take_if(|_| is_wrong) {
                self.tokens.truncate(doubt.tokens);
                return self.finish(doubt.end, Some(doubt.mistake));
            }
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn here(&self, length: usize) -> Span {
        Span::new(self.at, self.at + length)
    }

    /// How long the tag's end is, if it is here. A `}` that closes a map is none.
    fn end(&self) -> Option<usize> {
        if self.closer == "}}" && self.open.last() == Some(&b'{') {
            return None;
        }
        let rest = self.rest();
        let sign = usize::from(rest.starts_with(['-', '+']));
        rest[sign..].starts_with(self.closer).then_some(sign + 2)
    }

    /// What cannot stand in a tag, and means that it was to end before or here: the end then, and what is wrong.
    fn false_end(&self) -> Option<(usize, SyntaxError)> {
        let rest = self.rest();
        let wrong = ["}}", "%}", "#}"].into_iter().find(|end| *end != self.closer && rest.starts_with(end));
        let is_open_map = self.open.contains(&b'{');
        match (wrong, rest.as_bytes()) {
            (Some("}}"), _) if is_open_map => None,
            (Some(wrong), _) => Some((self.at + 2, self.wrong_end(wrong))),
            (None, [b'}', ..]) if !is_open_map => Some((self.at + 1, self.wrong_end("}"))),
            (None, [b'{', b'%' | b'#', ..] | []) => Some((self.at, self.never_closed())),
            _ => None,
        }
    }

    fn opener(&self) -> &'static str {
        if self.closer == "}}" { "{{" } else { "{%" }
    }

    /// Another end than its own.
    pub(super) fn wrong_end(&self, wrong: &str) -> SyntaxError {
        let message = format!("`{}` is closed by `{}`, not `{wrong}`", self.opener(), self.closer);
        SyntaxError::new(self.here(wrong.len()), message).help(format!("write `{}`", self.closer))
    }

    pub(super) fn never_closed(&self) -> SyntaxError {
        let span = Span::new(self.start, self.start + 2);
        let help = format!("write `{}` where it ends", self.closer);
        SyntaxError::new(span, format!("`{}` is never closed", self.opener())).help(help)
    }

    /// Notes where the tag may have been meant to end, if nothing was suspected before.
    pub(super) fn suspect(&mut self, end: usize, mistake: SyntaxError) {
        let tokens = self.tokens.len();
        self.doubt.get_or_insert(Doubt { tokens, end, mistake });
    }

    fn finish(self, end: usize, mistake: Option<SyntaxError>) -> Tag<'t> {
        let last = self.tokens.last().map_or(self.start + 2, |token| token.span.end);
        let closer = Span::new(if mistake.is_some() { last } else { self.at }, end);
        Tag {
            span: Span::new(self.start, end),
            text: self.text,
            tokens: self.tokens,
            closer,
            is_cut: end == self.text.len() && mistake.is_some(),
            mistake: mistake.or(self.mistake),
        }
    }
}
