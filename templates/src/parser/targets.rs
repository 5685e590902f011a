//! What is assigned to: the names of `for`, `set`, `with`, macros and imports.

use super::cursor::{Cursor, Result};
use crate::ast::{Expression, ExpressionKind, Name, Target};
use crate::error::SyntaxError;

/// Names that mean something else.
const RESERVED: [&str; 8] = ["true", "True", "false", "False", "none", "None", "loop", "self"];

impl<'t> Cursor<'t> {
    /// A name that is free.
    pub(super) fn free_name(&mut self, what: &str) -> Result<Name<'t>> {
        let name = self.name(what)?;
        if RESERVED.contains(&name.text) {
            let error = SyntaxError::new(name.span, format!("`{}` has a meaning already", name.text));
            return Err(error.help("call it otherwise"));
        }
        Ok(name)
    }

    /// `name`, or `namespace.field`.
    pub(super) fn lone_target(&mut self, may_be_field: bool) -> Result<Target<'t>> {
        let name = self.free_name("a name")?;
        let mut target = Target::Name(name);
        while may_be_field && self.eat(".") {
            target = Target::Field(name, self.name("a field's name")?);
        }
        Ok(target)
    }

    /// `key, (a, b)`
    pub(super) fn target(&mut self, may_be_field: bool) -> Result<Target<'t>> {
        let mut targets = Vec::new();
        let mut is_several = false;
        while !self.is_done() && !self.is(")") && !self.is("in") {
            targets.push(self.part_of_target(may_be_field)?);
            if !self.eat(",") {
                break;
            }
            is_several = true;
        }
        match targets.pop() {
            Some(target) if !is_several => Ok(target),
            last => {
                targets.extend(last);
                Ok(Target::Several(targets))
            }
        }
    }

    /// `name` or `(a, b)`
    pub(super) fn part_of_target(&mut self, may_be_field: bool) -> Result<Target<'t>> {
        let Some(open) = self.peek().filter(|_| self.is("(")) else { return self.lone_target(may_be_field) };
        self.next();
        let target = self.further(|cursor| cursor.target(may_be_field))?;
        self.close(open, ")")?;
        Ok(target)
    }

    /// The target that an expression is, if it is one; an `import` reads it so.
    pub(super) fn assigned(&self, expression: Expression<'t>) -> Result<Target<'t>> {
        match expression.kind {
            ExpressionKind::Variable(text) => Ok(Target::Name(Name { text, span: expression.span })),
            ExpressionKind::Field(value, field) => {
                Ok(Target::Field(Name { text: self.text(value.span), span: value.span }, field))
            }
            ExpressionKind::List(items) => {
                items.into_iter().map(|item| self.assigned(item)).collect::<Result<_>>().map(Target::Several)
            }
            _ => {
                let error = SyntaxError::new(expression.span, "this is no name");
                Err(error.help("write `{% import \"…\" as name %}`"))
            }
        }
    }
}
