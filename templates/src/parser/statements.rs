//! Each tag, by its keyword.

use super::Parser;
use super::bodies::End;
use super::cursor::Cursor;
use super::open::Head;
use crate::ast::{Body, Expression, ExpressionKind, Name, Statement, StatementKind, Target};
use crate::ast::{Constant, Macro};
use crate::error::SyntaxError;
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
                self.end(&mut tag);
                StatementKind::AutoEscape { enabled, body: self.whole(&head, &["endautoescape"]) }
            }
            "filter" => {
                let filter = self.keep(&mut tag, Cursor::filters).unwrap_or_else(|| nothing(&tag));
                self.end(&mut tag);
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
        self.end(tag);
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
            let help = format!("write `{} | reverse`", tag.text(iterable.span));
            let error = tag.unexpected("`%}`").help(help);
            self.wrong(tag, error);
        }
        self.end(tag);
        let (body, end) = self.inside(head, &["endfor", "else"]);
        let otherwise = self.after_else(head, end, &["endfor"]);
        StatementKind::For { target, iterable, condition, recursive, body, otherwise }
    }

    /// What stands behind `else`, if the body was ended by one.
    fn after_else(&mut self, head: &Head, end: Option<End<'t>>, ends: &'static [&'static str]) -> Body<'t> {
        let Some(mut end) = end else { return Body::new() };
        self.end(&mut end.tag);
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
        self.end(tag);
        let (body, end) = self.inside(head, &["endif", "elif", "else"]);
        (tag.span(), condition, body, end)
    }

    fn with(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let assignments = self.keep(tag, Cursor::assignments).unwrap_or_default();
        self.end(tag);
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
            self.end(tag);
            return Some(StatementKind::Set { target, value: value.unwrap_or_else(|| nothing(tag)) });
        }
        let filter = if tag.eat("|") { self.keep(tag, Cursor::filters) } else { None };
        self.end(tag);
        Some(StatementKind::SetBlock { target, filter, body: self.whole(head, &["endset"]) })
    }

    fn block(&mut self, head: &Head, tag: &mut Cursor<'t>) -> Option<StatementKind<'t>> {
        if self.macros > 0 {
            let error = SyntaxError::new(head.span, "a block stands in a macro").help("write it outside");
            self.wrong(tag, error);
        }
        let name = self.keep(tag, |tag| tag.name("the block's name"));
        tag.eat("scoped");
        let required = tag.eat("required");
        self.end(tag);
        if let Some(name) = name.filter(|name| !self.blocks.insert(name.text)) {
            let error = SyntaxError::new(name.span, format!("block `{}` is written twice", name.text));
            self.wrong(
                tag,
                error.help(format!(
                    "call it otherwise, or write `{{{{ self.{}() }}}}` to show it again",
                    name.text
                )),
            );
        }
        let (body, end) = self.inside(head, &["endblock"]);
        if let Some(mut end) = end {
            self.end_of_block(name, &mut end.tag);
        }
        let name = name?;
        if let Some(content) = body.iter().find(|statement| required && !is_blank(statement)) {
            let message = format!("block `{}` is required, and has content of its own", name.text);
            self.errors
                .push(SyntaxError::new(content.span, message).help("leave out the content, or `required`"));
        }
        Some(StatementKind::Block { name, required, body })
    }

    fn end_of_block(&mut self, name: Option<Name<'t>>, tag: &mut Cursor<'t>) {
        if !tag.is_done() {
            let repeated = self.keep(tag, |tag| tag.name("the block's name or the end of the tag"));
            if let Some((name, repeated)) =
                name.zip(repeated).filter(|(name, repeated)| name.text != repeated.text)
            {
                let message = format!("this closes block `{}`, not `{}`", name.text, repeated.text);
                self.wrong(
                    tag,
                    SyntaxError::new(repeated.span, message)
                        .help(format!("write `{{% endblock {} %}}`", name.text)),
                );
            }
        }
        self.end(tag);
    }

    fn macro_(&mut self, head: &Head, tag: &mut Cursor<'t>) -> Macro<'t> {
        let name = self.keep(tag, |tag| tag.name("the macro's name"));
        let name = name.unwrap_or(Name { text: "", span: head.span });
        let parameters = self.keep(tag, Cursor::parameters).unwrap_or_default();
        self.end(tag);
        Macro { name, parameters, body: self.in_macro(head, &["endmacro"]) }
    }

    fn call(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let parameters = if tag.is("(") { self.keep(tag, Cursor::parameters) } else { None };
        let call = self.keep(tag, |tag| tag.called("call")).unwrap_or_else(|| nothing(tag));
        self.end(tag);
        let name = Name { text: "caller", span: head.span };
        let caller = Macro {
            name,
            parameters: parameters.unwrap_or_default(),
            body: self.in_macro(head, &["endcall"]),
        };
        StatementKind::Call { call, caller }
    }

    fn in_macro(&mut self, head: &Head, ends: &'static [&'static str]) -> Body<'t> {
        self.macros += 1;
        let body = self.whole(head, ends);
        self.macros -= 1;
        body
    }
}

/// Stands for an expression that could not be read.
fn nothing<'t>(tag: &Cursor<'t>) -> Expression<'t> {
    Expression { span: tag.span(), kind: ExpressionKind::Constant(Constant::None) }
}

fn is_blank(statement: &Statement<'_>) -> bool {
    matches!(statement.kind, StatementKind::Text(text) if text.trim().is_empty())
}
