//! Paths into the values that a page is given: `article.author.name`.

use std::collections::HashMap;

use super::Check;
use super::scope::Found;
use super::value::Value;
use crate::ast::{Constant, Expression, ExpressionKind, Unary};
use crate::report::{Place, Step, StepKind};

/// Every path that was met, whether or not the report has it.
#[derive(Default)]
pub(super) struct Paths {
    kinds: Vec<StepKind>,
    numbers: HashMap<StepKind, usize>,
    /// Those of the report, with the expression that takes the step first.
    taken: Vec<(usize, Place)>,
}

impl Paths {
    /// The number of a path.
    pub(super) fn number(&mut self, kind: StepKind) -> usize {
        let next = self.kinds.len();
        *self.numbers.entry(kind).or_insert_with_key(|kind| {
            self.kinds.push(kind.clone());
            next
        })
    }

    /// Puts a step into the report; the one that it goes on from comes before it.
    pub(super) fn take(&mut self, number: usize, place: Place) {
        if self.taken.iter().any(|(taken, _)| *taken == number) {
            return;
        }
        match self.kinds[number] {
            StepKind::Root(_) => {}
            StepKind::Field(before, _) | StepKind::Element(before) | StepKind::Item(before) => {
                self.take(before, place);
            }
        }
        self.taken.push((number, place));
    }

    /// The number that a path has in the report.
    pub(super) fn reported(&self, number: usize) -> Option<usize> {
        self.taken.iter().position(|(taken, _)| *taken == number)
    }

    /// As the report has them.
    pub(super) fn steps(&self) -> Vec<Step> {
        let before = |number: usize| self.reported(number).unwrap_or_default();
        let step = |(number, place): &(usize, Place)| Step {
            kind: match &self.kinds[*number] {
                StepKind::Root(name) => StepKind::Root(name.clone()),
                StepKind::Field(path, name) => StepKind::Field(before(*path), name.clone()),
                StepKind::Element(path) => StepKind::Element(before(*path)),
                StepKind::Item(path) => StepKind::Item(before(*path)),
            },
            place: *place,
        };
        self.taken.iter().map(step).collect()
    }
}

impl<'a> Check<'a> {
    /// One step on from a value.
    pub(super) fn step(
        &mut self,
        value: &Value<'a>,
        step: impl FnOnce(usize) -> StepKind,
        place: Place,
    ) -> Value<'a> {
        let Value::Path(before) = *value else { return Value::Unknown };
        let path = self.paths.number(step(before));
        if self.is_guarded(path) {
            return Value::Unknown;
        }
        if !self.is_trial {
            self.paths.take(path, place);
        }
        Value::Path(path)
    }

    /// An element of a value.
    pub(super) fn element(&mut self, value: &Value<'a>, place: Place) -> Value<'a> {
        match value {
            Value::List(element) => (**element).clone(),
            _ => self.step(value, StepKind::Element, place),
        }
    }

    /// The path that an expression is, if it is one; nothing is reported for it.
    pub(super) fn path(&mut self, expression: &Expression<'a>) -> Option<usize> {
        let kind = match &expression.kind {
            ExpressionKind::Variable(name) => match self.scope.find(name) {
                Found::Certain(Value::Path(path)) => return Some(path),
                Found::Certain(_) => return None,
                _ => StepKind::Root((*name).to_owned()),
            },
            ExpressionKind::Field(value, name) => StepKind::Field(self.path(value)?, name.text.to_owned()),
            ExpressionKind::Item(value, index) => item(index)?(self.path(value)?),
            _ => return None,
        };
        Some(self.paths.number(kind))
    }
}

/// What `[index]` is a step to, if it stands in the template.
pub(super) fn item(index: &Expression<'_>) -> Option<Box<dyn FnOnce(usize) -> StepKind>> {
    match &index.kind {
        ExpressionKind::Constant(Constant::Text(name)) => {
            let name = name.clone();
            Some(Box::new(move |before| StepKind::Field(before, name)))
        }
        ExpressionKind::Constant(Constant::Integer(_)) => Some(Box::new(StepKind::Item)),
        ExpressionKind::Unary(Unary::Minus, value)
            if matches!(value.kind, ExpressionKind::Constant(Constant::Integer(_))) =>
        {
            Some(Box::new(StepKind::Item))
        }
        _ => None,
    }
}
