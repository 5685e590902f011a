//! The names that a macro keeps of what is around it: those that it mentions before it defines them itself.
//!
//! These and no others: a template that the macro includes sees less than one that is included beside it.

use std::collections::BTreeSet;

use crate::ast::{Argument, Body, Expression, ExpressionKind, Macro, StatementKind, Target};

/// The variables that a macro keeps.
pub(super) fn mentioned<'a>(definition: &'a Macro<'a>) -> BTreeSet<&'a str> {
    let mut mentions = Mentions { free: BTreeSet::new(), defined: Vec::new() };
    mentions.definition(definition);
    mentions.free
}

struct Mentions<'a> {
    free: BTreeSet<&'a str>,
    /// What is defined, scope by scope.
    defined: Vec<BTreeSet<&'a str>>,
}

impl<'a> Mentions<'a> {
    fn definition(&mut self, definition: &'a Macro<'a>) {
        self.scoped(|mentions| {
            // Parameters are there before the values that they have if they are left out.
            mentions.define("caller");
            for (name, _) in &definition.parameters {
                mentions.define(name.text);
            }
            mentions.all(definition.parameters.iter().filter_map(|(_, default)| default.as_ref()));
            mentions.body(&definition.body);
        });
    }

    fn scoped(&mut self, walk: impl FnOnce(&mut Self)) {
        self.defined.push(BTreeSet::new());
        walk(self);
        self.defined.pop();
    }

    fn define(&mut self, name: &'a str) {
        self.defined.last_mut().map(|defined| defined.insert(name));
    }

    fn target(&mut self, target: &'a Target<'a>) {
        match target {
            Target::Name(name) => self.define(name.text),
            Target::Field(name, _) => self.name(name.text),
            Target::Several(targets) => targets.iter().for_each(|target| self.target(target)),
        }
    }

    fn name(&mut self, name: &'a str) {
        if !self.defined.iter().any(|defined| defined.contains(name)) {
            self.free.insert(name);
        }
    }

    fn body(&mut self, body: &'a Body<'a>) {
        for statement in body {
            self.statement(&statement.kind);
        }
    }

    fn statement(&mut self, kind: &'a StatementKind<'a>) {
        match kind {
            StatementKind::Text(_) | StatementKind::Break | StatementKind::Continue => {}
            StatementKind::Emit(value)
            | StatementKind::Do(value)
            | StatementKind::Extends { template: value }
            | StatementKind::Include { template: value, .. } => self.value(value),
            StatementKind::Set { target, value } => {
                // As minijinja has it: the name is taken before the value is looked at.
                self.target(target);
                self.value(value);
            }
            StatementKind::SetBlock { target, filter, body } => {
                self.target(target);
                self.scoped(|mentions| mentions.body(body));
                self.all(filter);
            }
            StatementKind::Import { template, name } => {
                self.value(template);
                self.target(name);
            }
            StatementKind::FromImport { template, names } => {
                self.value(template);
                names.iter().for_each(|(name, alias)| self.define(alias.as_ref().unwrap_or(name).text));
            }
            StatementKind::For { target, iterable, condition, body, otherwise, .. } => {
                self.value(iterable);
                self.scoped(|mentions| {
                    mentions.define("loop");
                    mentions.target(target);
                    mentions.all(condition);
                    mentions.body(body);
                });
                self.scoped(|mentions| mentions.body(otherwise));
            }
            StatementKind::If { condition, body, otherwise } => {
                self.value(condition);
                self.scoped(|mentions| mentions.body(body));
                self.scoped(|mentions| mentions.body(otherwise));
            }
            StatementKind::With { assignments, body } => self.scoped(|mentions| {
                for (target, value) in assignments {
                    mentions.target(target);
                    mentions.value(value);
                }
                mentions.body(body);
            }),
            StatementKind::AutoEscape { enabled: value, body }
            | StatementKind::FilterBlock { filter: value, body } => {
                self.value(value);
                self.scoped(|mentions| mentions.body(body));
            }
            StatementKind::Block { body, .. } => self.scoped(|mentions| mentions.body(body)),
            StatementKind::Macro(definition) => {
                self.define(definition.name.text);
                self.definition(definition);
            }
            StatementKind::Call { call, caller } => {
                self.value(call);
                self.definition(caller);
            }
        }
    }

    fn all(&mut self, values: impl IntoIterator<Item = &'a Expression<'a>>) {
        for value in values {
            self.value(value);
        }
    }

    fn value(&mut self, value: &'a Expression<'a>) {
        match &value.kind {
            ExpressionKind::Variable(name) => self.name(name),
            ExpressionKind::Constant(_) => {}
            ExpressionKind::Unary(_, value) | ExpressionKind::Field(value, _) => self.value(value),
            ExpressionKind::Binary(_, left, right) | ExpressionKind::Item(left, right) => {
                self.all([&**left, right]);
            }
            ExpressionKind::If { then, condition, otherwise } => {
                self.all([&**then, condition].into_iter().chain(otherwise.as_deref()));
            }
            ExpressionKind::Filter { value, arguments, .. } => {
                self.all(value.as_deref());
                self.all(arguments.iter().map(inside));
            }
            ExpressionKind::Test { value, arguments, .. }
            | ExpressionKind::Call { callee: value, arguments } => {
                self.value(value);
                self.all(arguments.iter().map(inside));
            }
            ExpressionKind::Slice { value, bounds } => {
                self.value(value);
                self.all(bounds);
            }
            ExpressionKind::List(items) | ExpressionKind::Tuple(items) => self.all(items),
            ExpressionKind::Map(pairs) => self.all(pairs.iter().flat_map(|(key, value)| [key, value])),
        }
    }
}

fn inside<'a>(argument: &'a Argument<'a>) -> &'a Expression<'a> {
    match argument {
        Argument::Positional(value)
        | Argument::Named(_, value)
        | Argument::Positionals(value)
        | Argument::Nameds(value) => value,
    }
}
