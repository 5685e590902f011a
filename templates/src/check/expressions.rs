//! Expressions, and what is known of their values.

use std::rc::Rc;

use super::Check;
use super::paths::item;
use super::scope::Found;
use super::value::{Module, Value};
use crate::ast::{Argument, Binary, Expression, ExpressionKind, Name};
use crate::builtins::{Builtin, FUNCTIONS};
use crate::report::{Asked, StepKind, WordKind};
use crate::span::Span;
use crate::suggest::nearest;

impl<'a> Check<'a> {
    pub(super) fn value(&mut self, expression: &'a Expression<'a>) -> Value<'a> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Variable(name) => self.variable(name, span),
            ExpressionKind::Constant(constant) => Value::Constant(constant),
            ExpressionKind::Unary(_, value) => self.all([&**value]),
            ExpressionKind::Binary(Binary::And | Binary::Or, left, right) => {
                let guards = self.guards_of(expression);
                self.guarded(guards, |check| check.all([&**left, right]))
            }
            ExpressionKind::Binary(_, left, right) => self.all([&**left, right]),
            ExpressionKind::If { then, condition, otherwise } => {
                let guards = self.guards_of(condition);
                let parts = [&**condition, then].into_iter().chain(otherwise.as_deref());
                self.guarded(guards, |check| check.all(parts))
            }
            ExpressionKind::Filter { value, name, arguments } => {
                self.filter(value.as_deref(), name, arguments, span)
            }
            ExpressionKind::Test { value, name, arguments } => self.test(value, name, arguments),
            ExpressionKind::Field(value, name) => self.field(value, name, span),
            ExpressionKind::Item(value, index) => {
                let known = self.value(value);
                self.value(index);
                item(index).map_or(Value::Unknown, |step| self.step(&known, step, self.place(span)))
            }
            ExpressionKind::Slice { value, bounds } => {
                let known = self.value(value);
                self.all(bounds);
                known
            }
            ExpressionKind::Call { callee, arguments } => self.call(callee, arguments, None, span),
            ExpressionKind::List(items) => self.list(items),
            ExpressionKind::Tuple(items) => {
                Value::Tuple(Rc::new(items.iter().map(|item| self.value(item)).collect()))
            }
            ExpressionKind::Map(pairs) => self.all(pairs.iter().flat_map(|(key, value)| [key, value])),
        }
    }

    /// Looks at each, and knows nothing of what they become.
    fn all(&mut self, expressions: impl IntoIterator<Item = &'a Expression<'a>>) -> Value<'a> {
        for expression in expressions {
            self.value(expression);
        }
        Value::Unknown
    }

    fn list(&mut self, items: &'a [Expression<'a>]) -> Value<'a> {
        let values: Vec<Value<'a>> = items.iter().map(|item| self.value(item)).collect();
        values.into_iter().reduce(|one, other| one.join(&other)).map_or(Value::Unknown, Value::list)
    }

    fn variable(&mut self, name: &'a str, span: Span) -> Value<'a> {
        if name == "caller" {
            self.macros.saw_caller();
        }
        match self.scope.find(name) {
            Found::Certain(value) => value,
            Found::Perhaps => {
                self.ask(name, span, true);
                Value::Unknown
            }
            Found::Nothing => self.given(name, span),
        }
    }

    /// A variable that no template defines.
    fn given(&mut self, name: &'a str, span: Span) -> Value<'a> {
        let path = self.paths.number(StepKind::Root(name.to_owned()));
        match name {
            _ if !self.is_guarded(path) && self.is_unset(name, span) => return Value::Unknown,
            "self" => return Value::Unknown,
            "loop" | "super" if self.is_guarded(path) => return Value::Unknown,
            "loop" => {
                self.mistake_of_page(span, "`loop` is only there inside of a `for`".to_owned(), None);
                return Value::Unknown;
            }
            "super" => {
                self.mistake(span, "`super` is not called".to_owned(), Some("write `super()`".to_owned()));
                return Value::Unknown;
            }
            _ => {}
        }
        // A variable may have the name of a function that every page has; if none is given, it is the function.
        let is_function = Builtin::find(FUNCTIONS, name).is_some();
        self.ask(name, span, is_function || self.is_guarded(path));
        if !self.is_trial {
            self.paths.take(path, self.place(span));
        }
        Value::Path(path)
    }

    /// Puts a name among those that who renders has to give.
    fn ask(&mut self, name: &str, span: Span, is_optional: bool) {
        if self.is_trial || matches!(name, "loop" | "self") {
            return;
        }
        let is_optional = is_optional || self.is_aside;
        let place = self.place(span);
        match self.report.asked.iter_mut().find(|asked| asked.name == name) {
            Some(asked) if asked.is_optional && !is_optional => {
                let visible = self.scope.names().map(str::to_owned).collect();
                *asked = Asked { place, is_optional, visible, ..asked.clone() };
            }
            Some(_) => {}
            None => {
                let visible = self.scope.names().map(str::to_owned).collect();
                self.report.asked.push(Asked { name: name.to_owned(), place, is_optional, visible });
            }
        }
    }

    fn field(&mut self, value: &'a Expression<'a>, name: &'a Name<'a>, span: Span) -> Value<'a> {
        if self.is_foreign(value, name, span) {
            return Value::Unknown;
        }
        let known = self.value(value);
        match &known {
            Value::Path(_) => {
                self.step(&known, |before| StepKind::Field(before, name.text.to_owned()), self.place(span))
            }
            _ if self.is_guarded_field(value, name.text) => Value::Unknown,
            Value::Module(module) => self.export(module, name),
            Value::Tuple(pair) => match (name.text, &pair[..]) {
                // What `groupby` gives.
                ("grouper", [key, _]) => key.clone(),
                ("list", [_, list]) => list.clone(),
                _ => Value::Unknown,
            },
            Value::Loop(known) => self.loop_field(known, name),
            Value::Namespace(namespace) => {
                self.doubt_field(namespace, name);
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }

    /// What an imported template defines under a name.
    pub(super) fn export(&mut self, module: &Module<'a>, name: &'a Name<'a>) -> Value<'a> {
        if let Some(binding) = module.exports.get(name.text) {
            return if binding.is_certain { binding.value.clone() } else { Value::Unknown };
        }
        if !module.is_open {
            self.lacks(module.file, name, &module.exports.keys().copied().collect::<Vec<_>>());
        }
        Value::Unknown
    }

    /// An imported template does not define a name.
    pub(super) fn lacks(&mut self, file: usize, name: &Name<'a>, defined: &[&str]) {
        let message = format!("`{}` defines no `{}`", self.files.name(file), name.text);
        let help = match nearest(name.text, defined.iter().copied()) {
            _ if name.text.starts_with('_') => Some("what begins with `_` stays in its template".to_owned()),
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => names_it_has(defined),
        };
        self.mistake(name.span, message, help);
    }

    fn filter(
        &mut self,
        value: Option<&'a Expression<'a>>,
        name: &'a Name<'a>,
        arguments: &'a [Argument<'a>],
        span: Span,
    ) -> Value<'a> {
        let known = match value {
            Some(value) if matches!(name.text, "default" | "d") => {
                let guards = self.guards_for(value);
                self.guarded(guards, |check| check.value(value))
            }
            Some(value) => self.value(value),
            None => Value::Unknown,
        };
        let given = self.arguments(arguments);
        self.word(WordKind::Filter, name, &given);
        self.filtered(name.text, known, given, span)
    }

    fn test(
        &mut self,
        value: &'a Expression<'a>,
        name: &'a Name<'a>,
        arguments: &'a [Argument<'a>],
    ) -> Value<'a> {
        let is_asking = matches!(name.text, "defined" | "undefined");
        let guards = if is_asking { self.guards_for(value) } else { Vec::new() };
        self.guarded(guards, |check| check.value(value));
        let given = self.arguments(arguments);
        self.word(WordKind::Test, name, &given);
        Value::Unknown
    }
}

/// All of a few names.
pub(super) fn names_it_has(names: &[&str]) -> Option<String> {
    const MOST: usize = 8;
    let list = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (!names.is_empty() && names.len() <= MOST).then(|| format!("it has {}", list()))
}
