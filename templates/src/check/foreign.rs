//! What Django's templates call otherwise: `forloop.counter`, `block.super`.

use super::Check;
use super::scope::Found;
use crate::ast::{Expression, ExpressionKind, Name};
use crate::report::StepKind;
use crate::span::Span;

/// Fields of Django's `forloop`, and what they are here.
const FORLOOP: [(&str, &str); 8] = [
    ("counter", "loop.index"),
    ("counter0", "loop.index0"),
    ("first", "loop.first"),
    ("last", "loop.last"),
    ("length", "loop.length"),
    ("parentloop", "{% set outer = loop %}"),
    ("revcounter", "loop.revindex"),
    ("revcounter0", "loop.revindex0"),
];

impl<'a> Check<'a> {
    /// Whether a field is Django's, of something that no template defines and nobody guards.
    pub(super) fn is_foreign(&mut self, value: &Expression<'a>, name: &Name<'a>, span: Span) -> bool {
        let ExpressionKind::Variable(variable) = value.kind else { return false };
        let ours = match variable {
            "forloop" => FORLOOP.iter().find(|(theirs, _)| *theirs == name.text).map(|(_, ours)| *ours),
            "block" => (name.text == "super").then_some("super()"),
            _ => None,
        };
        let Some(ours) = ours else { return false };
        let path = self.paths.number(StepKind::Root(variable.to_owned()));
        if self.is_guarded(path) || !matches!(self.scope.find(variable), Found::Nothing) {
            return false;
        }
        let message = format!("there is no `{variable}.{}`", name.text);
        let place = if name.text == "parentloop" { " before the inner loop" } else { "" };
        self.mistake(span, message, Some(format!("write `{ours}`{place}")));
        true
    }
}
