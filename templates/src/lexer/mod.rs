//! A template cut into what stands outside of tags and the words inside of them.
//!
//! A mistake costs one tag: it is cut where its author most likely meant it to end, and the rest is read as if nothing had
//! happened.

mod number;
mod tag;
mod token;
mod words;

use crate::error::SyntaxError;
use crate::span::Span;

pub(crate) use tag::Tag;
pub(crate) use token::{Token, TokenKind};

/// A piece of a template.
#[derive(Debug)]
pub(crate) enum Piece<'t> {
    /// What stands outside of tags, and inside of `raw`.
    Text(&'t str, Span),
    /// `{{ … }}`
    Emit(Tag<'t>),
    /// `{% … %}`
    Statement(Tag<'t>),
}

/// A template in pieces.
#[derive(Debug, Default)]
pub(crate) struct Pieces<'t> {
    /// In the order of writing; comments are none.
    pub(crate) pieces: Vec<Piece<'t>>,
    /// Mistakes that belong to no tag.
    pub(crate) mistakes: Vec<SyntaxError>,
    /// Whether a mistake has swallowed the rest of the template.
    pub(crate) is_cut: bool,
}

/// Cuts a template into pieces.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    let mut pieces = Pieces::default();
    let mut at = 0;
    while let Some(start) = next_tag(text, at) {
        pieces.text(text, at, start);
        at = match &text[start..start + 2] {
            "{#" => pieces.comment(text, start),
            "{%" => pieces.raw(text, start).unwrap_or_else(|| pieces.tag(text, start, "%}")),
            _ => pieces.tag(text, start, "}}"),
        };
    }
    pieces.text(text, at, text.len());
    pieces
}

/// Where the next tag or comment begins.
fn next_tag(text: &str, from: usize) -> Option<usize> {
    let braces = text[from..].match_indices('{').map(|(at, _)| from + at);
    braces.into_iter().find(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#')))
}

/// What follows the two letters that begin a tag: `-` and `+` say what becomes of the white space before it.
fn inside(text: &str, start: usize) -> usize {
    start + 2 + usize::from(matches!(text.as_bytes().get(start + 2), Some(b'-' | b'+')))
}

/// The name that a text begins with: how long it is.
fn word(text: &str) -> usize {
    let is_part = |(at, byte): &(usize, u8)| {
        byte.is_ascii_alphabetic() || *byte == b'_' || (*at > 0 && byte.is_ascii_digit())
    };
    text.bytes().enumerate().take_while(is_part).count()
}

impl<'t> Pieces<'t> {
    fn text(&mut self, text: &'t str, start: usize, end: usize) {
        if start < end {
            self.pieces.push(Piece::Text(&text[start..end], Span::new(start, end)));
        }
    }

    fn tag(&mut self, text: &'t str, start: usize, closer: &'static str) -> usize {
        let tag = tag::tag(text, start, closer);
        let end = tag.span.end;
        self.is_cut |= tag.is_cut;
        self.pieces.push(if closer == "}}" { Piece::Emit(tag) } else { Piece::Statement(tag) });
        end
    }

    fn comment(&mut self, text: &'t str, start: usize) -> usize {
        let inside = inside(text, start);
        if let Some(length) = text[inside..].find("#}") {
            return inside + length + 2;
        }
        self.never_closed(start, start + 2, "`{#` is never closed", "write `#}` where the comment ends");
        text.len()
    }

    /// Where `raw` ends, if a tag begins one.
    fn raw(&mut self, text: &'t str, start: usize) -> Option<usize> {
        let body = lone_word(text, inside(text, start), "raw")?;
        for (at, _) in text[body..].match_indices("{%") {
            let end = body + at;
            if let Some(behind) = lone_word(text, inside(text, end), "endraw") {
                self.text(text, body, end);
                return Some(behind);
            }
        }
        self.never_closed(start, body, "`{% raw %}` is never closed", "write `{% endraw %}` where it ends");
        Some(text.len())
    }

    fn never_closed(&mut self, start: usize, end: usize, message: &str, help: &str) {
        self.mistakes.push(SyntaxError::new(Span::new(start, end), message).help(help));
        self.is_cut = true;
    }
}

/// What is behind the tag, if from `inside` on it holds this word and no other.
fn lone_word(text: &str, inside: usize, word: &str) -> Option<usize> {
    let behind = text[inside..].trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    let rest = behind.strip_prefix(['-', '+']).unwrap_or(behind).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}
