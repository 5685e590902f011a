//! What stands in a tag, up to the tag that ends it.

use super::Parser;
use super::cursor::{Cursor, too_deep};
use super::endings::{End, Ending};
use super::open::{Head, Open, is_end_or_part, keywords};
use crate::ast::{Body, Statement, StatementKind};
use crate::error::SyntaxError;
use crate::lexer::{Piece, Tag};

impl<'t> Parser<'t> {
    /// What stands in a tag, and what ends it: `None` if nothing does, which has been reported.
    pub(super) fn inside(
        &mut self,
        head: &Head,
        ends: &'static [&'static str],
    ) -> (Body<'t>, Option<End<'t>>) {
        self.open.push(Open { head: head.clone(), ends });
        self.depth += 1;
        let (body, end) = self.body();
        self.depth -= 1;
        self.open.pop();
        let is_swallowed = self.is_cut && self.pieces.is_empty() && self.end.is_none();
        if end.is_none() && !is_swallowed {
            self.never_closed(head);
        }
        (body, end)
    }

    /// What stands in a tag that has no other parts.
    pub(super) fn whole(&mut self, head: &Head, ends: &'static [&'static str]) -> Body<'t> {
        let (body, end) = self.inside(head, ends);
        if let Some(mut end) = end {
            self.close(&mut end.tag);
        }
        body
    }

    /// Everything up to a tag that ends the innermost of those that are open.
    pub(super) fn body(&mut self) -> (Body<'t>, Option<End<'t>>) {
        let mut body = Body::new();
        loop {
            match self.end.take().map(|end| self.ending(end)) {
                Some(Ending::Here(end)) => return (body, Some(end)),
                Some(Ending::Outside(end)) => {
                    self.end = Some(end);
                    return (body, None);
                }
                Some(Ending::Nowhere) | None => {}
            }
            match self.pieces.pop_front() {
                None => return (body, None),
                Some(Piece::Text(text, span)) => {
                    body.push(Statement { span, kind: StatementKind::Text(text) })
                }
                Some(Piece::Emit(tag)) => body.extend(self.emit(tag)),
                Some(Piece::Statement(tag)) => match self.keyword(tag) {
                    Some((keyword, tag)) if is_end_or_part(keyword) => self.end = Some(End { keyword, tag }),
                    Some((keyword, tag)) => body.extend(self.statement(keyword, tag)),
                    None => {}
                },
            }
        }
    }

    fn emit(&mut self, tag: Tag<'t>) -> Option<Statement<'t>> {
        let mut tag = Cursor::new(tag, self.depth);
        if tag.is_done() {
            self.empty(&mut tag);
        }
        let keyword = tag.peek().filter(|token| keywords().any(|keyword| token.is(keyword)));
        let expression = self.keep(&mut tag, Cursor::expression);
        self.close(&mut tag);
        let is_wrong = |error: &mut SyntaxError| tag.is_spoiled && error.help.is_none();
        if let Some(error) = keyword.and_then(|_| self.errors.pop_if(is_wrong)) {
            self.errors.push(error.help(format!("write `{{% {} %}}`", tag.inside())));
        }
        expression.map(|expression| Statement { span: tag.span(), kind: StatementKind::Emit(expression) })
    }

    fn empty(&mut self, tag: &mut Cursor<'t>) {
        let error = SyntaxError::new(tag.span(), "the tag is empty");
        self.wrong(tag, error.help("write what it is to do, or leave it out"));
    }

    /// The keyword of a tag, and the cursor behind it; `None` if it has none that means something, which has been reported.
    fn keyword(&mut self, tag: Tag<'t>) -> Option<(&'static str, Cursor<'t>)> {
        let mut tag = Cursor::new(tag, self.depth);
        if tag.is_done() {
            self.empty(&mut tag);
        }
        let word = self.keep(&mut tag, |tag| tag.name("a keyword"))?;
        match keywords().find(|keyword| *keyword == word.text) {
            Some(keyword) => Some((keyword, tag)),
            None => self.unknown(word, tag),
        }
    }

    fn statement(&mut self, keyword: &'static str, mut tag: Cursor<'t>) -> Option<Statement<'t>> {
        if !tag.descend() {
            self.errors.push(too_deep(tag.span()));
            self.pieces.clear();
            self.is_cut = true;
            return None;
        }
        let span = tag.span();
        Some(Statement { span, kind: self.kind(keyword, tag)? })
    }
}
