//! `for`, and what `loop` is in it.

use std::rc::Rc;

use super::Check;
use super::arguments::Given;
use super::value::{Loop, Value};
use crate::ast::{Body, Expression, Name, Target};
use crate::span::Span;
use crate::suggest::nearest;

/// What `loop` has.
const FIELDS: [&str; 11] = [
    "depth",
    "depth0",
    "first",
    "index",
    "index0",
    "last",
    "length",
    "nextitem",
    "previtem",
    "revindex",
    "revindex0",
];

/// What `loop` does.
const METHODS: [&str; 2] = ["changed", "cycle"];

/// How often a loop is followed into itself; its elements are alike.
const MOST_RECURSION: usize = 1;

impl<'a> Check<'a> {
    pub(super) fn for_loop(
        &mut self,
        target: &'a Target<'a>,
        iterable: &'a Expression<'a>,
        condition: Option<&'a Expression<'a>>,
        is_recursive: bool,
        body: &'a Body<'a>,
        otherwise: &'a Body<'a>,
    ) {
        let known = self.value(iterable);
        let element = self.element(&known, self.place(iterable.span));
        let mut guards = Vec::new();
        if let Some(condition) = condition {
            self.framed(|check| {
                check.assign(target, element.clone());
                guards = check.guards_of(condition);
                check.guarded(guards.clone(), |check| check.value(condition));
            });
        }
        let file = self.file;
        let begun = Loop { target, body, file, is_recursive, element, depth: 0 };
        self.guarded(guards, |check| check.pass(begun));
        if !otherwise.is_empty() {
            self.either(|check| check.body(otherwise), |_| {});
        }
    }

    /// One pass through a loop; every pass begins anew.
    fn pass(&mut self, begun: Loop<'a>) {
        self.framed(|check| {
            let begun = Rc::new(begun);
            check.scope.store("loop", Value::Loop(begun.clone()));
            check.assign(begun.target, begun.element.clone());
            check.body(begun.body);
        });
    }

    /// `loop(iterable)`
    pub(super) fn recurse(&mut self, known: &Loop<'a>, given: &Given<'a>, span: Span) {
        if !known.is_recursive {
            let help = "write `recursive` at the end of its `for`";
            self.mistake(span, "this loop cannot be called".to_owned(), Some(help.to_owned()));
            return;
        }
        let iterable = match &given.positional[..] {
            [(span, value)] if given.named.is_empty() => Some((*span, value.clone())),
            _ if given.has_more_positional => None,
            arguments => {
                let count = arguments.len() + given.named.len();
                let message = format!("`loop(…)` takes one argument, not {count}");
                return self.mistake(span, message, None);
            }
        };
        if known.depth >= MOST_RECURSION {
            return;
        }
        let element = iterable.map_or(Value::Unknown, |(span, value)| self.element(&value, self.place(span)));
        let again = Loop { element, depth: known.depth + 1, ..*known };
        let emitted = self.emitted.take();
        self.with(|check| &mut check.file, known.file, |check| check.pass(again));
        self.emitted = emitted;
    }

    pub(super) fn loop_field(&mut self, known: &Loop<'a>, name: &Name<'a>) -> Value<'a> {
        match name.text {
            "previtem" | "nextitem" => return known.element.clone(),
            field if FIELDS.contains(&field) => {}
            method if METHODS.contains(&method) => {
                let message = format!("`loop.{method}` is not called");
                self.mistake(name.span, message, Some(format!("write `loop.{method}(…)`")));
            }
            field => self.lacks_in_loop(field, name.span),
        }
        Value::Unknown
    }

    pub(super) fn loop_method(&mut self, name: &Name<'a>) {
        match name.text {
            method if METHODS.contains(&method) => {}
            field if FIELDS.contains(&field) => {
                let message = format!("`loop.{field}` cannot be called");
                self.mistake(name.span, message, Some(format!("write `loop.{field}`")));
            }
            method => self.lacks_in_loop(method, name.span),
        }
    }

    fn lacks_in_loop(&mut self, name: &str, span: Span) {
        let near = nearest(name, FIELDS.into_iter().chain(METHODS));
        let help = near.map(|near| format!("did you mean `loop.{near}`?"));
        self.mistake(span, format!("`loop` has no `{name}`"), help.or_else(|| Some(all())));
    }
}

fn all() -> String {
    let names: Vec<String> = FIELDS.iter().map(|name| format!("`{name}`")).collect();
    format!("it has {}, `changed(…)` and `cycle(…)`", names.join(", "))
}
