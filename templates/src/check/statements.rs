//! Statements, in the order in which they run.

use super::Check;
use super::value::Value;
use crate::ast::{Body, Expression, Macro, Statement, StatementKind, Target};

/// `{{ … }}`: where it stands.
#[derive(Clone, Copy)]
pub(super) struct Emitted<'a> {
    pub(super) body: &'a Body<'a>,
    pub(super) index: usize,
}

impl<'a> Check<'a> {
    pub(super) fn body(&mut self, body: &'a Body<'a>) {
        for (index, statement) in body.iter().enumerate() {
            if self.patience == 0 {
                self.report.is_whole = false;
                return;
            }
            self.patience -= 1;
            self.statement(statement, Emitted { body, index });
        }
    }

    pub(super) fn statement(&mut self, statement: &'a Statement<'a>, emitted: Emitted<'a>) {
        match &statement.kind {
            StatementKind::Text(_) | StatementKind::Break | StatementKind::Continue => {}
            StatementKind::Emit(expression) => self.emit(expression, emitted),
            StatementKind::Do(expression) => drop(self.value(expression)),
            StatementKind::For { target, iterable, condition, recursive, body, otherwise } => {
                self.for_loop(target, iterable, condition.as_ref(), *recursive, body, otherwise);
            }
            StatementKind::If { condition, body, otherwise } => self.branch(condition, body, otherwise),
            StatementKind::With { assignments, body } => self.with_block(assignments, body),
            StatementKind::Set { target, value } => {
                let value = self.value(value);
                self.assign(target, value);
            }
            StatementKind::SetBlock { target, filter, body } => {
                self.captured(body);
                if let Some(filter) = filter {
                    self.value(filter);
                }
                self.assign(target, Value::Unknown);
            }
            StatementKind::AutoEscape { enabled, body } => {
                self.value(enabled);
                self.body(body);
            }
            StatementKind::FilterBlock { filter, body } => {
                self.captured(body);
                self.value(filter);
            }
            StatementKind::Block { name, .. } => self.block_in_place(name),
            StatementKind::Extends { template } => self.extends(template),
            StatementKind::Include { template, ignore_missing } => self.include(template, *ignore_missing),
            StatementKind::Import { template, name } => self.import(template, name),
            StatementKind::FromImport { template, names } => self.import_names(template, names),
            StatementKind::Macro(definition) => self.define(definition),
            StatementKind::Call { call, caller } => self.call_block(call, caller),
        }
    }

    fn emit(&mut self, expression: &'a Expression<'a>, emitted: Emitted<'a>) {
        self.with(|check| &mut check.emitted, Some(emitted), |check| drop(check.value(expression)));
    }

    /// What is written here becomes a value: blocks are part of it even where the page is thrown away.
    fn captured(&mut self, body: &'a Body<'a>) {
        self.with(|check| &mut check.rendering.is_discarding, false, |check| check.body(body));
    }

    fn branch(&mut self, condition: &'a Expression<'a>, body: &'a Body<'a>, otherwise: &'a Body<'a>) {
        let guards = self.guards_of(condition);
        self.guarded(guards, |check| {
            check.value(condition);
            check.either(|check| check.body(body), |check| check.body(otherwise));
        });
    }

    /// Walks two ways, one of which is taken.
    pub(super) fn either(&mut self, one: impl FnOnce(&mut Self), other: impl FnOnce(&mut Self)) {
        let frames = self.scope.frames.clone();
        let parents = self.rendering.parents.clone();
        let extended = self.rendering.extended.clone();
        let is_discarding = self.rendering.is_discarding;
        one(self);
        let frames = std::mem::replace(&mut self.scope.frames, frames);
        let mut parents = std::mem::replace(&mut self.rendering.parents, parents);
        let extended = std::mem::replace(&mut self.rendering.extended, extended);
        let is_discarding = std::mem::replace(&mut self.rendering.is_discarding, is_discarding);
        other(self);
        self.scope.frames.join(&frames);
        parents.join(std::mem::take(&mut self.rendering.parents));
        self.rendering.parents = parents;
        self.rendering.extended.retain(|file| extended.contains(file));
        self.rendering.is_discarding &= is_discarding;
    }

    fn with_block(&mut self, assignments: &'a [(Target<'a>, Expression<'a>)], body: &'a Body<'a>) {
        self.framed(|check| {
            for (target, value) in assignments {
                let value = check.value(value);
                check.assign(target, value);
            }
            check.body(body);
        });
    }

    /// Walks in a frame of its own.
    pub(super) fn framed(&mut self, walk: impl FnOnce(&mut Self)) {
        self.scope.frames.push(Default::default());
        walk(self);
        self.scope.frames.pop();
    }

    pub(super) fn assign(&mut self, target: &'a Target<'a>, value: Value<'a>) {
        match target {
            Target::Name(name) => self.scope.store(name.text, value),
            Target::Several(targets) => {
                for (index, target) in targets.iter().enumerate() {
                    let part = match &value {
                        Value::Tuple(parts) if parts.len() == targets.len() => parts[index].clone(),
                        _ => Value::Unknown,
                    };
                    self.assign(target, part);
                }
            }
            Target::Field(name, field) => self.set_field(name, field),
        }
    }

    fn define(&mut self, definition: &'a Macro<'a>) {
        let callable = self.callable(definition);
        self.scope.store(definition.name.text, Value::Macro(callable));
    }
}
