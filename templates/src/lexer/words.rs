//! The words of a tag, one after the other.

use super::tag::Lexer;
use super::{Token, TokenKind, next_tag, number, word};
use crate::error::SyntaxError;

/// Operators and brackets, the longer ones first.
const MARKS: [&str; 24] = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", ".", ",", ":", "~", "|", "=", ">", "<", "(",
    ")", "[", "]", "{",
];

/// Characters without width, which come along when text is copied.
const UNSEEN: [char; 7] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{2060}', '\u{feff}'];

impl<'t> Lexer<'t> {
    /// Reads the next word.
    pub(super) fn token(&mut self) {
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
                let end = next_tag(self.text, self.at).unwrap_or(self.text.len());
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
        if first.is_whitespace() || first.is_control() || UNSEEN.contains(&first) {
            let message = format!("the character U+{:04X} means nothing in a tag", u32::from(first));
            let help = if first.is_whitespace() { "write a space" } else { "leave it out" };
            return self.wrong(first.len_utf8(), &message, Some(help));
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
        let error = SyntaxError::new(self.here(length), message).maybe_help(help);
        self.mistake.get_or_insert(error);
        self.at += length;
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
