//! What may be absent: `x is defined and x.y`, `x | default("")`.

use super::Check;
use crate::ast::{Binary, Expression, ExpressionKind, Unary};

/// What was asked for, and may therefore be absent in what follows.
#[derive(Clone, PartialEq)]
pub(super) enum Guard {
    /// A name that is given, or a path into its value.
    Path(usize),
    /// A field of what the templates define, as it is written: `forms.field`.
    Written(String),
}

impl<'a> Check<'a> {
    /// Walks what may go without what is guarded.
    pub(super) fn guarded<R>(&mut self, guards: Vec<Guard>, walk: impl FnOnce(&mut Self) -> R) -> R {
        let count = self.guards.len();
        self.guards.extend(guards);
        let result = walk(self);
        self.guards.truncate(count);
        result
    }

    pub(super) fn is_guarded(&self, path: usize) -> bool {
        self.guards.contains(&Guard::Path(path))
    }

    /// Whether a field of what the templates define may be absent.
    pub(super) fn is_guarded_field(&self, value: &Expression<'a>, field: &str) -> bool {
        let written = written(value).map(|value| Guard::Written(format!("{value}.{field}")));
        written.is_some_and(|written| self.guards.contains(&written))
    }

    /// What a condition asks for: it may be absent in all of the condition, and on both ways that lead on from it.
    pub(super) fn guards_of(&mut self, condition: &Expression<'a>) -> Vec<Guard> {
        match &condition.kind {
            ExpressionKind::Test { value, name, .. } if matches!(name.text, "defined" | "undefined") => {
                self.guards_for(value)
            }
            ExpressionKind::Unary(Unary::Not, value) => self.guards_of(value),
            ExpressionKind::Binary(Binary::And | Binary::Or, left, right) => {
                let mut guards = self.guards_of(left);
                guards.extend(self.guards_of(right));
                guards
            }
            _ => Vec::new(),
        }
    }

    /// The guard over an expression.
    pub(super) fn guards_for(&mut self, value: &Expression<'a>) -> Vec<Guard> {
        let path = self.path(value).map(Guard::Path);
        path.into_iter().chain(written(value).map(Guard::Written)).collect()
    }
}

/// The path of an expression as it is written.
fn written(expression: &Expression<'_>) -> Option<String> {
    match &expression.kind {
        ExpressionKind::Variable(name) => Some((*name).to_owned()),
        ExpressionKind::Field(value, name) => Some(format!("{}.{}", written(value)?, name.text)),
        _ => None,
    }
}
