//! The names of other templates, as far as they can be known.

use super::Check;
use super::scope::Found;
use super::value::Value;
use crate::ast::{Constant, Expression, ExpressionKind};
use crate::span::Span;

/// A name of a template, and where it is written.
pub(super) type Written = (String, Span);

impl<'a> Check<'a> {
    /// Each name that an expression may be, and for each those that come in its place if it is not there. `None` if
    /// that is computed.
    pub(super) fn names(&self, expression: &Expression<'a>) -> Option<Vec<Vec<Written>>> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Constant(Constant::Text(name)) => Some(vec![vec![(name.clone(), span)]]),
            ExpressionKind::Variable(name) => match self.scope.find(name) {
                Found::Certain(Value::Constant(Constant::Text(name))) => {
                    Some(vec![vec![(name.clone(), span)]])
                }
                _ => None,
            },
            ExpressionKind::If { then, otherwise: Some(otherwise), .. } => {
                let mut names = self.names(then)?;
                names.extend(self.names(otherwise)?);
                Some(names)
            }
            ExpressionKind::List(items) | ExpressionKind::Tuple(items) => items
                .iter()
                .map(|item| self.one_name(item))
                .collect::<Option<Vec<_>>>()
                .map(|names| vec![names]),
            _ => None,
        }
    }

    /// Each name that an expression may be, where lists are none.
    pub(super) fn single_names(&self, expression: &Expression<'a>) -> Option<Vec<Written>> {
        let names = self.names(expression)?;
        names.into_iter().map(|mut names| if names.len() == 1 { names.pop() } else { None }).collect()
    }

    fn one_name(&self, expression: &Expression<'a>) -> Option<Written> {
        let names = self.single_names(expression)?;
        let [name] = <[Written; 1]>::try_from(names).ok()?;
        Some(name)
    }
}
