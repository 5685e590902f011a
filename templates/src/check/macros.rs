//! Macros: followed at each call, with what they are called with.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::arguments::Given;
use super::mentions::mentioned;
use super::scope::{Frame, Frames};
use super::value::{Callable, Value};
use super::{Check, MOST_NESTED};
use crate::ast::Macro;
use crate::span::Span;

/// How often a macro is followed into itself.
const MOST_RECURSION: usize = 2;

/// The macros that were met.
#[derive(Default)]
pub(super) struct Macros<'a> {
    met: Vec<Rc<Callable<'a>>>,
    called: BTreeSet<(usize, Span)>,
    /// Those in each other, with whether they have mentioned `caller`.
    active: Vec<((usize, Span), bool)>,
    /// The parameter whose default is looked at, and those before it.
    pub(super) unset: Option<(&'a str, Vec<&'a str>)>,
}

impl Macros<'_> {
    pub(super) fn saw_caller(&mut self) {
        if let Some((_, saw)) = self.active.last_mut() {
            *saw = true;
        }
    }
}

impl Callable<'_> {
    fn key(&self) -> (usize, Span) {
        (self.file, self.definition.name.span)
    }
}

impl<'a> Check<'a> {
    /// A macro that is written here.
    pub(super) fn callable(&mut self, definition: &'a Macro<'a>) -> Rc<Callable<'a>> {
        let closure = self.scope.enclose(&mentioned(definition));
        let callable = Rc::new(Callable { definition, file: self.file, closure });
        self.macros.met.push(callable.clone());
        callable
    }

    pub(super) fn call_macro(
        &mut self,
        called: &Rc<Callable<'a>>,
        given: &Given<'a>,
        caller: Option<Rc<Callable<'a>>>,
        span: Span,
    ) {
        self.hold_macro(called.definition, given);
        let has_caller = caller.is_some();
        let saw_caller = self.follow_macro(called, given, caller);
        if has_caller && saw_caller == Some(false) {
            let message = format!("macro `{}` never calls `caller()`", called.definition.name.text);
            let help = "what stands inside of this `call` is shown where the macro calls it";
            self.mistake(span, message, Some(help.to_owned()));
        }
    }

    /// Follows a macro that is called by somebody unknown.
    pub(super) fn call_unknowing(&mut self, called: &Rc<Callable<'a>>) {
        let given = Given { has_more_positional: true, has_more_named: true, ..Given::default() };
        self.follow_macro(called, &given, None);
    }

    /// What nothing calls is looked at all the same, and asks for nothing.
    pub(super) fn try_uncalled_macros(&mut self) {
        self.is_trial = true;
        let mut next = 0;
        // Looking at one may meet others.
        while let Some(callable) = self.macros.met.get(next).cloned() {
            next += 1;
            if !self.macros.called.contains(&callable.key()) {
                self.call_unknowing(&callable);
            }
        }
    }

    /// Whether the macro mentions `caller`; `None` if it was not followed to its end.
    fn follow_macro(
        &mut self,
        called: &Callable<'a>,
        given: &Given<'a>,
        caller: Option<Rc<Callable<'a>>>,
    ) -> Option<bool> {
        let key = called.key();
        self.macros.called.insert(key);
        let recursion = self.macros.active.iter().filter(|(active, _)| *active == key).count();
        if recursion >= MOST_RECURSION || self.macros.active.len() >= MOST_NESTED {
            return None;
        }
        let frame = Frame { enclosed: Some(called.closure), ..Frame::default() };
        let frames = std::mem::replace(&mut self.scope.frames, Frames::new(frame));
        let current = self.rendering.leave_block();
        let is_discarding = std::mem::replace(&mut self.rendering.is_discarding, false);
        let emitted = self.emitted.take();
        let file = std::mem::replace(&mut self.file, called.file);
        let unset = self.macros.unset.take();
        self.macros.active.push((key, false));

        self.bind_parameters(called.definition, given);
        self.scope.store("caller", caller.map_or(Value::Unknown, Value::Macro));
        self.evaluate(&called.definition.body);

        let saw_caller = self.macros.active.pop().map(|(_, saw)| saw);
        self.macros.unset = unset;
        self.file = file;
        self.emitted = emitted;
        self.rendering.is_discarding = is_discarding;
        self.rendering.enter_block(current);
        self.scope.frames = frames;
        saw_caller.filter(|_| self.patience > 0)
    }
}
