//! What stands in a tag, up to the tag that ends it.

use super::Parser;
use super::cursor::{Cursor, too_deep};
use super::open::{Head, Open, end_of, ended_by, is_end_or_part, keywords};
use crate::ast::{Body, Statement, StatementKind};
use crate::error::SyntaxError;
use crate::lexer::{Piece, Tag};

/// The tag that ends a body.
pub(super) struct End<'t> {
    /// Which it is.
    pub(super) keyword: &'static str,
    /// What stands in it behind the keyword.
    pub(super) tag: Cursor<'t>,
}

/// What the end of a tag, or a part of one, is to the innermost tag that is open.
enum Ending<'t> {
    /// Its own.
    Here(End<'t>),
    /// That of one further out: then this one is never closed.
    Outside(Cursor<'t>),
    /// Nobody's, which has been reported.
    Nowhere,
}

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
        let is_swallowed = self.is_cut && self.pieces.is_empty();
        if end.is_none() && !is_swallowed {
            self.never_closed(head);
        }
        (body, end)
    }

    /// What stands in a tag that has no other parts.
    pub(super) fn whole(&mut self, head: &Head, ends: &'static [&'static str]) -> Body<'t> {
        let (body, end) = self.inside(head, ends);
        if let Some(mut end) = end {
            self.end(&mut end.tag);
        }
        body
    }

    fn never_closed(&mut self, head: &Head) {
        let end = end_of(head.keyword);
        let before = match self.pieces.front() {
            Some(Piece::Statement(tag)) => {
                tag.tokens.first().map(|word| format!(" before `{{% {} %}}`", word.word()))
            }
            _ => None,
        };
        let instead = if head.keyword == "set" { ", or `=` and a value" } else { "" };
        let help = format!("write `{{% {end} %}}`{}{instead}", before.unwrap_or_default());
        self.errors
            .push(SyntaxError::new(head.span, format!("`{}` is never closed", head.written)).help(help));
        self.forgiven.push(end);
    }

    /// Everything up to a tag that ends the innermost of those that are open.
    pub(super) fn body(&mut self) -> (Body<'t>, Option<End<'t>>) {
        let mut body = Body::new();
        while let Some(piece) = self.pieces.pop_front() {
            match piece {
                Piece::Text(text, span) => body.push(Statement { span, kind: StatementKind::Text(text) }),
                Piece::Emit(tag) => body.extend(self.emit(tag)),
                Piece::Statement(tag) => match self.keyword(tag) {
                    Some((keyword, tag)) if is_end_or_part(keyword) => match self.ending(keyword, tag) {
                        Ending::Here(end) => return (body, Some(end)),
                        Ending::Outside(tag) => {
                            self.pieces.push_front(Piece::Statement(tag.into_tag()));
                            return (body, None);
                        }
                        Ending::Nowhere => {}
                    },
                    Some((keyword, tag)) => body.extend(self.statement(keyword, tag)),
                    None => {}
                },
            }
        }
        (body, None)
    }

    fn emit(&mut self, tag: Tag<'t>) -> Option<Statement<'t>> {
        let mut tag = Cursor::new(tag, self.depth);
        if tag.is_done() {
            self.empty(&mut tag);
        }
        let keyword = tag.peek().filter(|token| keywords().any(|keyword| token.is(keyword)));
        let expression = self.keep(&mut tag, Cursor::expression);
        self.end(&mut tag);
        if let Some(error) =
            self.errors.last_mut().filter(|error| tag.is_spoiled && error.help.is_none() && keyword.is_some())
        {
            error.help = Some(format!("write `{{% {} %}}`", tag.inside()));
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

    /// Where the end of a tag, or a part of one, belongs.
    fn ending(&mut self, keyword: &'static str, mut tag: Cursor<'t>) -> Ending<'t> {
        let keyword = if keyword == "else" { self.else_if(&mut tag) } else { keyword };
        let is_outside = self.open.iter().any(|open| open.ends.contains(&keyword));
        let Some(innermost) = self.open.last() else {
            self.stray(keyword, &mut tag);
            return Ending::Nowhere;
        };
        if innermost.ends.contains(&keyword) {
            return Ending::Here(End { keyword, tag });
        }
        let own = innermost.head.keyword;
        let is_closed_later = self.is_closed_later(own, end_of(own));
        let is_end = ended_by(keyword).is_some();
        if is_outside && (is_end || !is_closed_later) {
            return Ending::Outside(tag);
        }
        let is_reported = self.stray(keyword, &mut tag);
        if is_end && is_reported && !is_closed_later {
            return Ending::Here(End { keyword: end_of(own), tag });
        }
        Ending::Nowhere
    }

    /// `else if` is none, and was meant to be `elif`.
    fn else_if(&mut self, tag: &mut Cursor<'t>) -> &'static str {
        if !tag.is("if") {
            return "else";
        }
        let condition = tag.inside().replacen("else if", "elif", 1);
        let error = tag.unexpected("`%}`").help(format!("write `{{% {condition} %}}`"));
        self.wrong(tag, error);
        "elif"
    }

    /// Reports the end or a part of a tag that is not open, unless it is the consequence of another mistake.
    fn stray(&mut self, keyword: &'static str, tag: &mut Cursor<'t>) -> bool {
        if let Some(at) = self.forgiven.iter().rposition(|end| *end == keyword) {
            self.forgiven.remove(at);
            return false;
        }
        let error = match (ended_by(keyword), self.open.last()) {
            (Some(own), None) => {
                let error = SyntaxError::new(tag.span(), format!("`{{% {keyword} %}}` closes nothing"));
                error.help(format!("write `{{% {own} … %}}` before it, or leave it out"))
            }
            (Some(_), Some(open)) => {
                let Head { keyword: own, written, .. } = &open.head;
                let message = format!("`{{% {keyword} %}}` stands where `{own}` is open");
                SyntaxError::new(tag.span(), message)
                    .help(format!("`{written}` is closed by `{{% {} %}}`", end_of(own)))
            }
            (None, open) => out_of_place(keyword, tag, open),
        };
        self.wrong(tag, error);
        true
    }
}

/// An `else` or `elif` that belongs to nothing.
fn out_of_place(keyword: &str, tag: &Cursor<'_>, open: Option<&Open>) -> SyntaxError {
    let is_behind_else =
        open.is_some_and(|open| ["if", "for"].contains(&open.head.keyword) && open.ends.len() == 1);
    let message = match (keyword, open) {
        ("else", _) if is_behind_else => "`{% else %}` is there already".to_owned(),
        _ if is_behind_else => format!("`{{% {keyword} %}}` stands behind `{{% else %}}`"),
        (_, Some(open)) => format!("`{{% {keyword} %}}` stands in `{}`, which has none", open.head.keyword),
        ("else", None) => "`{% else %}` stands in no `if` and no `for`".to_owned(),
        _ => format!("`{{% {keyword} %}}` stands in no `if`"),
    };
    SyntaxError::new(tag.span(), message)
}
