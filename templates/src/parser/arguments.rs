//! The arguments of a call, a filter or a test.

use super::cursor::{Cursor, Result};
use crate::ast::{Argument, ExpressionKind, Name};
use crate::error::SyntaxError;

/// How many a call may have, as minijinja has it.
const MOST: usize = 2000;

impl<'t> Cursor<'t> {
    /// `(a, b=c, *d, **e)`
    pub(super) fn arguments(&mut self) -> Result<Vec<Argument<'t>>> {
        let Some(open) = self.next() else { return Ok(Vec::new()) };
        let mut arguments = Vec::new();
        while self.goes_on(open, ")", arguments.is_empty())? {
            let argument = self.argument(is_named(&arguments))?;
            arguments.push(argument);
            if arguments.len() > MOST {
                return Err(SyntaxError::new(open.span, format!("a call has more than {MOST} arguments")));
            }
        }
        Ok(arguments)
    }

    fn argument(&mut self, is_behind_named: bool) -> Result<Argument<'t>> {
        if self.eat("**") {
            return self.expression().map(Argument::Nameds);
        }
        if self.eat("*") {
            return self.expression().map(Argument::Positionals);
        }
        let value = self.expression()?;
        match value.kind {
            ExpressionKind::Variable(text) if self.eat("=") => {
                let name = Name { text, span: value.span };
                Ok(Argument::Named(name, self.expression()?))
            }
            _ if is_behind_named => {
                let error = SyntaxError::new(
                    value.span,
                    "an argument without a name stands behind one that has a name",
                );
                Err(error.help("write it before those that have names"))
            }
            _ => Ok(Argument::Positional(value)),
        }
    }
}

fn is_named(arguments: &[Argument<'_>]) -> bool {
    arguments.iter().any(|argument| matches!(argument, Argument::Named(..) | Argument::Nameds(_)))
}
