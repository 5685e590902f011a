//! Going through the words of a tag.

use crate::ast::Name;
use crate::error::SyntaxError;
use crate::lexer::{Tag, Token, TokenKind};
use crate::span::Span;

pub(super) type Result<T> = std::result::Result<T, SyntaxError>;

/// How deep tags and expressions may stand in each other, as minijinja has it.
pub(super) const DEEPEST: usize = 150;

/// How many operators may follow each other without brackets: who walks through the tree needs a stack.
const LONGEST: usize = 1000;

/// A tag, and how far it is read.
pub(super) struct Cursor<'t> {
    pub(super) tag: Tag<'t>,
    pub(super) at: usize,
    depth: usize,
    chained: usize,
    /// Whether a mistake of it has been reported; then the others are no news.
    pub(super) is_spoiled: bool,
}

impl<'t> Cursor<'t> {
    /// The beginning of a tag that stands in `depth` others.
    pub(super) fn new(tag: Tag<'t>, depth: usize) -> Self {
        Self { tag, at: 0, depth, chained: 0, is_spoiled: false }
    }

    /// All of the tag.
    pub(super) fn span(&self) -> Span {
        self.tag.span
    }

    /// What its letters have wrong, once.
    pub(super) fn take_mistake(&mut self) -> Option<SyntaxError> {
        self.tag.mistake.take()
    }

    /// The next word, without going on.
    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tag.tokens.get(self.at).copied()
    }

    /// The word behind the next.
    pub(super) fn peek_behind(&self) -> Option<Token<'t>> {
        self.tag.tokens.get(self.at + 1).copied()
    }

    /// The next word.
    pub(super) fn next(&mut self) -> Option<Token<'t>> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// Whether this word or mark is next.
    pub(super) fn is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is(text))
    }

    /// Whether nothing more stands in the tag.
    pub(super) fn is_done(&self) -> bool {
        self.peek().is_none()
    }

    /// Goes over this word or mark, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.is(text);
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes over this word or mark, which has to be there.
    pub(super) fn expect(&mut self, text: &str) -> Result<()> {
        if self.eat(text) { Ok(()) } else { Err(self.unexpected(&format!("`{text}`"))) }
    }

    /// A name, which has to be there; `what` says whose.
    pub(super) fn name(&mut self, what: &str) -> Result<Name<'t>> {
        match self.peek() {
            Some(Token { kind: TokenKind::Word(text), span }) => {
                self.at += 1;
                Ok(Name { text, span })
            }
            Some(Token { kind: TokenKind::Text(_), .. }) => {
                Err(self.unexpected(what).help("write it without quotes"))
            }
            _ => Err(self.unexpected(what)),
        }
    }

    /// The end of the tag, which has to be there.
    pub(super) fn end(&mut self) -> Result<()> {
        let Some(token) = self.peek() else { return Ok(()) };
        let closer = self.text(self.tag.closer).trim_start_matches(['-', '+']);
        let error = self.unexpected(&format!("`{closer}`"));
        Err(if token.is("=") { error.help("write `==` to compare") } else { error })
    }

    /// A bracket that was opened is closed, behind a `,` or not; what else stands there is a mistake.
    pub(super) fn close(&mut self, open: Token<'t>, closer: &str) -> Result<()> {
        if self.eat(closer) {
            return Ok(());
        }
        if self.is_done() {
            let error = SyntaxError::new(open.span, format!("`{}` is never closed", open.word()));
            return Err(error.help(format!("write `{closer}` where it ends")));
        }
        Err(self.unexpected(&format!("`{closer}`")))
    }

    /// Goes over the `,` between the parts of what was opened; `false` at its end, which is gone over, too.
    pub(super) fn goes_on(&mut self, open: Token<'t>, closer: &str, is_first: bool) -> Result<bool> {
        if self.eat(closer) {
            return Ok(false);
        }
        if self.is_done() {
            return self.close(open, closer).map(|()| false);
        }
        if !is_first && !self.eat(",") {
            return Err(self.unexpected(&format!("`,` or `{closer}`")));
        }
        if is_first || !self.is_done() {
            Ok(is_first || !self.eat(closer))
        } else {
            self.close(open, closer).map(|()| false)
        }
    }

    /// Where the next word begins.
    pub(super) fn start(&self) -> usize {
        self.peek().map_or(self.tag.closer.start, |token| token.span.start)
    }

    /// From `start` to the end of the last word that was gone over.
    pub(super) fn since(&self, start: usize) -> Span {
        let end = self
            .at
            .checked_sub(1)
            .and_then(|last| self.tag.tokens.get(last))
            .map_or(start, |token| token.span.end);
        Span::new(start, end.max(start))
    }

    /// A mistake at the next word: something else was expected.
    pub(super) fn unexpected(&self, expected: &str) -> SyntaxError {
        let span = self.peek().map_or(self.tag.closer, |token| token.span);
        SyntaxError::new(span, format!("expected {expected}, not `{}`", self.quote(span)))
    }

    /// A tag stands one level deeper than what it stands in; `false` if that is too deep.
    pub(super) fn descend(&mut self) -> bool {
        self.depth += 1;
        self.depth <= DEEPEST
    }

    /// One level deeper.
    pub(super) fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.since(self.start())));
        }
        let result = work(self);
        self.depth -= 1;
        result
    }

    /// One part of a chain further, as in `a if b else c if d else e`.
    pub(super) fn further<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.chained += 1;
        self.not_too_long(self.chained)?;
        let result = work(self);
        self.chained -= 1;
        result
    }

    /// Whether a chain has not more parts than can be.
    pub(super) fn not_too_long(&self, parts: usize) -> Result<()> {
        if parts <= LONGEST { Ok(()) } else { Err(self.too_long()) }
    }

    fn too_long(&self) -> SyntaxError {
        SyntaxError::new(self.tag.span, format!("an expression has more than {LONGEST} operators in a row"))
    }
}

/// What stands in too many others.
pub(super) fn too_deep(span: Span) -> SyntaxError {
    SyntaxError::new(span, format!("this stands in more than {DEEPEST} others"))
}
