//! The words of one tag, and where it ends.

use super::{Token, TokenKind, inside, number, word};
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

/// Operators and brackets, the longer ones first.
const MARKS: [&str; 24] = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", ".", ",", ":", "~", "|", "=", ">", "<", "(",
    ")", "[", "]", "{",
];

/// Where a tag may have been meant to end, if it turns out that something is wrong.
struct Doubt {
    /// How many of the tokens are its own.
    tokens: usize,
    /// Where it ends.
    end: usize,
    mistake: SyntaxError,
}

struct Lexer<'t> {
    text: &'t str,
    start: usize,
    at: usize,
    closer: &'static str,
    tokens: Vec<Token<'t>>,
    /// Brackets that are open, innermost last.
    open: Vec<u8>,
    doubt: Option<Doubt>,
    mistake: Option<SyntaxError>,
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
                return self.closed(end);
            }
            if let Some(mistake) = self.false_end() {
                self.suspect(mistake.0, mistake.1);
                return self.cut();
            }
            self.token();
            if self.mistake.is_some() && self.doubt.is_some() {
                return self.cut();
            }
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn here(&self, length: usize) -> Span {
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

    fn wrong_end(&self, wrong: &str) -> SyntaxError {
        let message = format!("`{}` is closed by `{}`, not `{wrong}`", self.opener(), self.closer);
        SyntaxError::new(self.here(wrong.len()), message).help(format!("write `{}`", self.closer))
    }

    fn never_closed(&self) -> SyntaxError {
        let span = Span::new(self.start, self.start + 2);
        let help = format!("write `{}` where it ends", self.closer);
        SyntaxError::new(span, format!("`{}` is never closed", self.opener())).help(help)
    }

    fn suspect(&mut self, end: usize, mistake: SyntaxError) {
        let tokens = self.tokens.len();
        self.doubt.get_or_insert(Doubt { tokens, end, mistake });
    }

    fn token(&mut self) {
        let rest = self.rest();
        if rest.starts_with(['"', '\'']) {
            return self.quoted();
        }
        if rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            return self.number();
        }
        if let length @ 1.. = word(rest) {
            return self.push(TokenKind::Word(&rest[..length]), length);
        }
        if rest.starts_with("{{") {
            self.suspect(self.at, self.never_closed());
        }
        let behind_percent = rest.strip_prefix('%').filter(|_| self.closer == "%}");
        if behind_percent.is_some_and(|behind| behind.is_empty() || behind.starts_with(['\n', '\r', '<'])) {
            self.suspect(self.at + 1, self.wrong_end("%"));
        }
        if rest.starts_with('}') {
            self.close(b'{');
            return self.push(TokenKind::Mark("}"), 1);
        }
        match MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            Some(mark) => self.mark(mark),
            None => self.stranger(),
        }
    }

    fn push(&mut self, kind: TokenKind<'t>, length: usize) {
        self.tokens.push(Token { kind, span: self.here(length) });
        self.at += length;
    }

    fn mark(&mut self, mark: &'static str) {
        match mark {
            "(" | "[" | "{" => self.open.push(mark.as_bytes()[0]),
            ")" => self.close(b'('),
            "]" => self.close(b'['),
            _ => {}
        }
        self.push(TokenKind::Mark(mark), mark.len());
    }

    /// Closes a bracket, and those inside of it that were forgotten; one that is not open is for the parser to find.
    fn close(&mut self, bracket: u8) {
        if let Some(at) = self.open.iter().rposition(|open| *open == bracket) {
            self.open.truncate(at);
        }
    }

    fn number(&mut self) {
        let is_item = self.text[..self.at].ends_with('.');
        let (length, number) = number::number(self.rest(), is_item);
        match number {
            Ok(kind) => self.push(kind, length),
            Err(problem) => {
                let message = format!("`{}` {problem}", &self.rest()[..length]);
                self.wrong(length, &message, None);
            }
        }
    }

    /// A text in quotes. One that reaches over the end of the tag was likely to end before.
    fn quoted(&mut self) {
        let rest = self.rest();
        let quote = &rest[..1];
        let inside = &rest[1..];
        let length = closing_quote(inside, quote.as_bytes()[0]);
        let within = &inside[..length.unwrap_or(inside.len())];
        if let Some(end) = within.find(self.closer) {
            self.suspect(self.at + 1 + end + 2, self.unquoted(quote));
        }
        match length {
            Some(length) => self.push(TokenKind::Text(&inside[..length]), length + 2),
            None => {
                let end = super::next_tag(self.text, self.at).unwrap_or(self.text.len());
                self.suspect(end, self.unquoted(quote));
                self.mistake = Some(self.unquoted(quote));
            }
        }
    }

    fn unquoted(&self, quote: &str) -> SyntaxError {
        SyntaxError::new(self.here(1), format!("`{quote}` is never closed"))
            .help(format!("write `{quote}` where the text ends"))
    }

    /// A letter that means nothing in a tag.
    fn stranger(&mut self) {
        let rest = self.rest();
        let first = rest.chars().next().unwrap_or_default();
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
        if is_letter(first) {
            let length = rest.find(|letter| !is_letter(letter)).unwrap_or(rest.len());
            return self.no_name(length);
        }
        if first.is_whitespace() || first == '\u{feff}' {
            let message = format!("the character U+{:04X} looks like a space and is none", u32::from(first));
            return self.wrong(first.len_utf8(), &message, Some("write a space"));
        }
        let (length, help) = match (first, rest.as_bytes().get(1)) {
            ('&', Some(b'&')) => (2, Some("write `and`")),
            ('!', _) => (1, Some("write `not`")),
            ('?', _) => (1, Some("write `a if condition else b`")),
            ('“' | '”' | '„' | '‘' | '’' | '`', _) => (first.len_utf8(), Some("write `\"`")),
            _ => (first.len_utf8(), None),
        };
        let message = format!("`{}` means nothing in a tag", &rest[..length]);
        self.wrong(length, &message, help);
    }

    /// A name with letters that names do not have; those before the first of them are read already.
    fn no_name(&mut self, length: usize) {
        let end = self.at + length;
        if let Some(begun) =
            self.tokens.pop_if(|token| token.span.end == self.at && matches!(token.kind, TokenKind::Word(_)))
        {
            self.at = begun.span.start;
        }
        let message = format!("`{}` is no name", &self.text[self.at..end]);
        self.wrong(end - self.at, &message, Some("names have the letters a to z, digits and `_`"));
    }

    /// Notes the first mistake of the tag, and goes on behind it.
    fn wrong(&mut self, length: usize, message: &str, help: Option<&str>) {
        let error = SyntaxError {
            span: self.here(length),
            message: message.to_owned(),
            help: help.map(str::to_owned),
        };
        self.mistake.get_or_insert(error);
        self.at += length;
    }

    fn closed(self, end: usize) -> Tag<'t> {
        self.finish(end, None)
    }

    /// Ends the tag where it was doubted first.
    fn cut(mut self) -> Tag<'t> {
        let Some(doubt) = self.doubt.take() else {
            let end = self.at;
            return self.finish(end, None);
        };
        self.tokens.truncate(doubt.tokens);
        self.finish(doubt.end, Some(doubt.mistake))
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

/// How long the text before the closing quote is.
fn closing_quote(text: &str, quote: u8) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let is_end = byte == quote && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })
}
