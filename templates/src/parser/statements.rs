//! Each tag, by its keyword.

use super::Parser;
use super::cursor::Cursor;
use super::endings::End;
use super::open::Head;
use crate::ast::{Body, Constant, Expression, ExpressionKind, Statement, StatementKind, Target};
use crate::span::Span;

impl<'t> Parser<'t> {
    /// What a tag is, all up to its end gone over; `None` if what was wrong with it left nothing.
    pub(super) fn kind(&mut self, keyword: &'static str, mut tag: Cursor<'t>) -> Option<StatementKind<'t>> {
        let head = tag.head(keyword);
        Some(match keyword {
            "for" => self.for_loop(&head, &mut tag),
            "if" => self.if_else(&head, &mut tag),
            "with" => self.with(&head, &mut tag),
            "set" => return self.set(&head, &mut tag),
            "autoescape" => {
                let enabled = self.expression(&mut tag);
                self.close(&mut tag);
                StatementKind::AutoEscape { enabled, body: self.whole(&head, &["endautoescape"]) }
            }
            "filter" => {
                let filter = self.keep(&mut tag, Cursor::filters).unwrap_or_else(|| nothing(&tag));
                self.close(&mut tag);
                StatementKind::FilterBlock { filter, body: self.whole(&head, &["endfilter"]) }
            }
            "block" => return self.block(&head, &mut tag),
            "macro" => StatementKind::Macro(self.macro_(&head, &mut tag)),
            "call" => self.call(&head, &mut tag),
            _ => return self.lone(keyword, &mut tag),
        })
    }

    /// A tag without a body.
    fn lone(&mut self, keyword: &str, tag: &mut Cursor<'t>) -> Option<StatementKind<'t>> {
        let kind = self.keep(tag, |tag| match keyword {
            "extends" => Ok(StatementKind::Extends { template: tag.expression()? }),
            "include" => tag.include(),
            "import" => tag.import(),
            "from" => tag.names_from(),
            _ => tag.called("do").map(StatementKind::Do),
        });
        self.close(tag);
        kind
    }

    fn expression(&mut self, tag: &mut Cursor<'t>) -> Expression<'t> {
        self.keep(tag, Cursor::expression).unwrap_or_else(|| nothing(tag))
    }

    fn for_loop(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let target = self.keep(tag, |tag| tag.target(false)).unwrap_or_else(|| Target::Several(Vec::new()));
        self.keep(tag, Cursor::in_);
        let iterable = self.keep(tag, Cursor::condition).unwrap_or_else(|| nothing(tag));
        let condition = if tag.eat("if") { self.keep(tag, Cursor::expression) } else { None };
        let recursive = tag.eat("recursive");
        if tag.is("reversed") {
            let help = format!("write `{} | reverse`", tag.quote(iterable.span));
            let error = tag.unexpected("`%}`").help(help);
            self.wrong(tag, error);
        }
        self.close(tag);
        let (body, end) = self.inside(head, &["endfor", "else"]);
        let otherwise = self.after_else(head, end, &["endfor"]);
        StatementKind::For { target, iterable, condition, recursive, body, otherwise }
    }

    /// What stands behind `else`, if the body was ended by one.
    fn after_else(&mut self, head: &Head, end: Option<End<'t>>, ends: &'static [&'static str]) -> Body<'t> {
        let Some(mut end) = end else { return Body::new() };
        self.close(&mut end.tag);
        if end.keyword == "else" { self.whole(head, ends) } else { Body::new() }
    }

    fn if_else(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let mut branches = Vec::new();
        branches.push(self.branch(head, tag));
        let mut otherwise = loop {
            match branches.last_mut().and_then(|(_, _, _, end)| end.take()) {
                Some(End { keyword: "elif", mut tag }) => branches.push(self.branch(head, &mut tag)),
                end => break self.after_else(head, end, &["endif"]),
            }
        };
        while let Some((span, condition, body, _)) = branches.pop() {
            let kind = StatementKind::If { condition, body, otherwise };
            if branches.is_empty() {
                return kind;
            }
            otherwise = vec![Statement { span, kind }];
        }
        StatementKind::Text("")
    }

    fn branch(
        &mut self,
        head: &Head,
        tag: &mut Cursor<'t>,
    ) -> (Span, Expression<'t>, Body<'t>, Option<End<'t>>) {
        let condition = self.keep(tag, Cursor::condition).unwrap_or_else(|| nothing(tag));
        self.close(tag);
        let (body, end) = self.inside(head, &["endif", "elif", "else"]);
        (tag.span(), condition, body, end)
    }

    fn with(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let assignments = self.keep(tag, Cursor::assignments).unwrap_or_default();
        self.close(tag);
        StatementKind::With { assignments, body: self.whole(head, &["endwith"]) }
    }

    fn set(&mut self, head: &Head, tag: &mut Cursor<'t>) -> Option<StatementKind<'t>> {
        let target = self.keep(tag, |tag| tag.target(true));
        let Some(target) = target.filter(|_| !tag.is_spoiled) else {
            self.forgiven.push("endset");
            return None;
        };
        if !tag.is_done() && !tag.is("|") {
            let value = self.keep(tag, Cursor::assigned_value);
            self.close(tag);
            return Some(StatementKind::Set { target, value: value.unwrap_or_else(|| nothing(tag)) });
        }
        let filter = if tag.eat("|") { self.keep(tag, Cursor::filters) } else { None };
        self.close(tag);
        Some(StatementKind::SetBlock { target, filter, body: self.whole(head, &["endset"]) })
    }
}

/// Stands for an expression that could not be read.
pub(super) fn nothing<'t>(tag: &Cursor<'t>) -> Expression<'t> {
    Expression { span: tag.span(), kind: ExpressionKind::Constant(Constant::None) }
}
