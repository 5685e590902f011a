//! Filters that take a sequence: what they give, which fields they look at, and what they call by its name.

use std::rc::Rc;

use super::Check;
use super::arguments::Given;
use super::value::Value;
use crate::ast::{Constant, Name};
use crate::report::{StepKind, WordKind};
use crate::span::Span;

/// Filters behind which elements are what they were.
const KEEP_ELEMENTS: [&str; 8] =
    ["list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"];

impl<'a> Check<'a> {
    /// What is known behind a filter of what was known before it.
    pub(super) fn filtered(
        &mut self,
        name: &str,
        known: Value<'a>,
        mut given: Given<'a>,
        span: Span,
    ) -> Value<'a> {
        let attribute = self.attribute(name, &known, &given);
        let place = self.place(span);
        let value = match name {
            "default" | "d" => known,
            "first" | "last" => self.element(&known, place),
            "batch" | "slice" if given.positional.len() == 1 => {
                Value::list(Value::list(self.element(&known, place)))
            }
            "map" => attribute.map_or(Value::Unknown, Value::list),
            "groupby" => {
                let element = self.element(&known, place);
                let key = attribute.unwrap_or(Value::Unknown);
                Value::list(Value::Tuple(Rc::new(vec![key, Value::list(element)])))
            }
            kept if KEEP_ELEMENTS.contains(&kept) => known,
            _ => Value::Unknown,
        };
        self.called_by_name(name, &mut given);
        value
    }

    /// The field of each element that a filter looks at, if it is written as text.
    fn attribute(&mut self, filter: &str, known: &Value<'a>, given: &Given<'a>) -> Option<Value<'a>> {
        let is_first = matches!(filter, "selectattr" | "rejectattr" | "groupby");
        let first = given.positional.first().filter(|_| is_first).map(|(span, value)| (*span, value));
        let named = |wanted: &str| {
            given.named.iter().find(|(name, ..)| name.text == wanted).map(|(.., span, value)| (*span, value))
        };
        let (span, value) = first.or_else(|| named("attribute"))?;
        let Value::Constant(Constant::Text(path)) = value else { return None };
        if named("default").is_some() || asks_for_it(given) || path.contains(',') {
            return None;
        }
        let place = self.place(span);
        let mut value = self.element(known, place);
        for part in path.split('.') {
            let is_index = part.bytes().all(|letter| letter.is_ascii_digit());
            let field = |before| {
                if is_index { StepKind::Item(before) } else { StepKind::Field(before, part.to_owned()) }
            };
            value = self.step(&value, field, place);
        }
        Some(value)
    }

    /// `map("upper")`, `select("odd")`, `selectattr("age", "gt", 18)`: filters and tests too.
    fn called_by_name(&mut self, filter: &str, given: &mut Given<'a>) {
        let (kind, index) = match filter {
            "map" => (WordKind::Filter, 0),
            "select" | "reject" => (WordKind::Test, 0),
            "selectattr" | "rejectattr" => (WordKind::Test, 1),
            _ => return,
        };
        let Some((span, Value::Constant(Constant::Text(text)))) = given.positional.get(index) else { return };
        // Some tests have a sign for a name: `==`.
        if text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_') {
            let name = Name { text, span: *span };
            given.positional.drain(..=index);
            self.word(kind, &name, given);
        }
    }
}

/// `selectattr("subtitle", "defined")`
fn asks_for_it(given: &Given<'_>) -> bool {
    let test = given.positional.get(1).map(|(_, value)| value);
    matches!(test, Some(Value::Constant(Constant::Text(test))) if matches!(&**test, "defined" | "undefined"))
}
