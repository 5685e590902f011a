//! Blocks and macros.

use super::Parser;
use super::cursor::Cursor;
use super::open::Head;
use super::statements::nothing;
use crate::ast::{Body, Macro, Name, Statement, StatementKind};
use crate::error::SyntaxError;

impl<'t> Parser<'t> {
    pub(super) fn block(&mut self, head: &Head, tag: &mut Cursor<'t>) -> Option<StatementKind<'t>> {
        if self.macros > 0 {
            let error = SyntaxError::new(head.span, "a block stands in a macro").help("write it outside");
            self.wrong(tag, error);
        }
        let name = self.keep(tag, |tag| tag.name("the block's name"));
        tag.eat("scoped");
        let required = tag.eat("required");
        self.close(tag);
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
        self.close(tag);
    }

    pub(super) fn macro_(&mut self, head: &Head, tag: &mut Cursor<'t>) -> Macro<'t> {
        let name = self.keep(tag, |tag| tag.name("the macro's name"));
        let name = name.unwrap_or(Name { text: "", span: head.span });
        let parameters = self.keep(tag, Cursor::parameters).unwrap_or_default();
        self.close(tag);
        Macro { name, parameters, body: self.in_macro(head, &["endmacro"]) }
    }

    pub(super) fn call(&mut self, head: &Head, tag: &mut Cursor<'t>) -> StatementKind<'t> {
        let parameters = if tag.is("(") { self.keep(tag, Cursor::parameters) } else { None };
        let call = self.keep(tag, |tag| tag.called("call")).unwrap_or_else(|| nothing(tag));
        self.close(tag);
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

fn is_blank(statement: &Statement<'_>) -> bool {
    matches!(statement.kind, StatementKind::Text(text) if text.trim().is_empty())
}
