//! Other templates: those that are put in here, and those whose macros are taken.

use std::rc::Rc;

use super::names::Written;
use super::scope::{Binding, Found};
use super::value::{Module, Value};
use super::{Check, MOST_NESTED};
use crate::ast::{Expression, Name, Target};
use crate::builtins::{Builtin, FUNCTIONS};

/// How often a template is followed into itself.
const MOST_RECURSION: usize = 2;

impl<'a> Check<'a> {
    pub(super) fn include(&mut self, template: &'a Expression<'a>, ignore_missing: bool) {
        self.value(template);
        let Some(names) = self.names(template) else { return self.include_unknown() };
        let files: Vec<Option<usize>> =
            names.iter().map(|names| self.first_of(names, ignore_missing)).collect();
        match files[..] {
            [file] => self.include_file(file),
            _ => {
                for file in files {
                    self.either(|check| check.include_file(file), |_| {});
                }
            }
        }
    }

    /// The first of these that is there.
    fn first_of(&mut self, names: &[Written], ignore_missing: bool) -> Option<usize> {
        let found =
            names.iter().enumerate().find_map(|(index, (name, _))| Some((index, self.files.find(name)?)));
        self.report.is_whole &= matches!(found, Some((0, _)));
        if found.is_none() && !ignore_missing {
            for (name, span) in names {
                self.lack(name, self.place(*span));
            }
        }
        found.map(|(_, file)| file)
    }

    /// It may set anything here.
    fn include_unknown(&mut self) {
        self.report.is_whole = false;
        if let Some(frame) = self.scope.frames.top() {
            frame.is_open = true;
        }
    }

    /// An include has no frame: what it sets stays. Only macros of this template do not see it.
    fn include_file(&mut self, file: Option<usize>) {
        let Some(file) = file else { return };
        let closure = self.scope.frames.top().and_then(|frame| frame.closure.take());
        self.nest(file);
        if let Some(frame) = self.scope.frames.top() {
            frame.closure = closure;
        }
    }

    /// Follows another template here, if it is not in itself already.
    fn nest(&mut self, file: usize) {
        let recursion = self.nested.iter().filter(|nested| **nested == file).count();
        if self.nested.len() >= MOST_NESTED {
            self.report.is_whole = false;
        } else if recursion <= MOST_RECURSION {
            self.template(file);
        }
    }

    pub(super) fn import(&mut self, template: &'a Expression<'a>, name: &'a Target<'a>) {
        self.value(template);
        let modules = self.modules(template, |check, file| check.module(file));
        let value = match <[Value<'a>; 1]>::try_from(modules) {
            Ok([module]) => module,
            Err(_) => Value::Unknown,
        };
        self.assign(name, value);
    }

    /// What the templates that an expression may name are as modules.
    fn modules<R>(
        &mut self,
        template: &'a Expression<'a>,
        mut module: impl FnMut(&mut Self, usize) -> R,
    ) -> Vec<R> {
        let Some(names) = self.single_names(template) else {
            self.report.is_whole = false;
            return Vec::new();
        };
        let mut modules = Vec::new();
        for (name, span) in names {
            match self.files.find(&name) {
                Some(file) => modules.push(module(self, file)),
                None => self.lack(&name, self.place(span)),
            }
        }
        modules
    }

    fn module(&mut self, file: usize) -> Value<'a> {
        self.scope.frames.push(Default::default());
        self.with(|check| &mut check.rendering.is_discarding, false, |check| check.nest(file));
        let Some(frame) = self.scope.frames.pop() else { return Value::Unknown };
        let mut exports = frame.locals.clone();
        exports.retain(|name, _| !name.starts_with('_'));
        let is_open = frame.is_open || self.is_cut_short(file);
        Value::Module(Rc::new(Module { file, exports, is_open }))
    }

    /// Whether a template may not have been followed to its end.
    fn is_cut_short(&self, file: usize) -> bool {
        self.patience == 0 || self.nested.len() >= MOST_NESTED || self.nested.contains(&file)
    }

    pub(super) fn import_names(
        &mut self,
        template: &'a Expression<'a>,
        names: &'a [(Name<'a>, Option<Name<'a>>)],
    ) {
        self.value(template);
        let taken = self.modules(template, |check, file| check.take_names(file, names));
        let bindings = match <[Vec<Binding<'a>>; 1]>::try_from(taken) {
            Ok([bindings]) => bindings,
            Err(_) => names.iter().map(|_| Binding::certain(Value::Unknown)).collect(),
        };
        for ((name, alias), binding) in names.iter().zip(bindings) {
            self.scope.bind(alias.as_ref().unwrap_or(name).text, binding);
        }
    }

    /// What a template defines under these names; what it does not may still be visible from there.
    fn take_names(&mut self, file: usize, names: &'a [(Name<'a>, Option<Name<'a>>)]) -> Vec<Binding<'a>> {
        self.scope.frames.push(Default::default());
        self.with(|check| &mut check.rendering.is_discarding, true, |check| check.nest(file));
        let bindings = names.iter().map(|(name, _)| match self.scope.find(name.text) {
            Found::Certain(value) => Some(Binding::certain(value)),
            Found::Perhaps => Some(Binding { value: Value::Unknown, is_certain: false }),
            Found::Nothing if self.is_cut_short(file) => Some(Binding::certain(Value::Unknown)),
            Found::Nothing => Builtin::find(FUNCTIONS, name.text).map(|_| Binding::certain(Value::Unknown)),
        });
        let bindings: Vec<Option<Binding<'a>>> = bindings.collect();
        let frame = self.scope.frames.pop();
        let defined: Vec<&str> = frame.iter().flat_map(|frame| frame.locals.keys().copied()).collect();
        for ((name, _), binding) in names.iter().zip(&bindings) {
            if binding.is_none() {
                self.lacks(file, name, &defined);
            }
        }
        bindings.into_iter().map(|binding| binding.unwrap_or(Binding::certain(Value::Unknown))).collect()
    }
}
