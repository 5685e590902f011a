//! `callee(arguments)`: macros, functions, methods, `super()`, `self.block()`, `loop(…)`.

use std::rc::Rc;

use super::Check;
use super::arguments::Given;
use super::scope::Found;
use super::value::{Callable, Value};
use crate::ast::{Argument, Expression, ExpressionKind, Macro, Name};
use crate::builtins::{Builtin, FUNCTIONS};
use crate::report::{StepKind, WordKind};
use crate::span::Span;

impl<'a> Check<'a> {
    /// `caller` is what a `call` gives.
    pub(super) fn call(
        &mut self,
        callee: &'a Expression<'a>,
        arguments: &'a [Argument<'a>],
        caller: Option<Rc<Callable<'a>>>,
        span: Span,
    ) -> Value<'a> {
        if let ExpressionKind::Field(value, name) = &callee.kind
            && let ExpressionKind::Variable("self") = value.kind
        {
            self.arguments(arguments);
            self.call_own_block(name);
            return Value::Unknown;
        }
        let known = match &callee.kind {
            ExpressionKind::Variable("super") => {
                self.arguments(arguments);
                self.call_super(callee.span);
                return Value::Unknown;
            }
            ExpressionKind::Variable(name) => {
                let name = Name { text: name, span: callee.span };
                match self.callee(&name) {
                    Some(known) => known,
                    None => return self.function(&name, arguments, caller.as_ref()),
                }
            }
            ExpressionKind::Field(value, name) => self.method(value, name),
            _ => self.value(callee),
        };
        let given = self.arguments(arguments);
        match known {
            Value::Macro(called) => self.call_macro(&called, &given, caller, span),
            Value::Loop(known) => self.recurse(&known, &given, callee.span),
            _ => self.uncalled(caller.as_ref()),
        }
        Value::Unknown
    }

    /// `{% call(parameters) name(arguments) %} … {% endcall %}`
    pub(super) fn call_block(&mut self, call: &'a Expression<'a>, caller: &'a Macro<'a>) {
        let caller = self.callable(caller);
        match &call.kind {
            ExpressionKind::Call { callee, arguments } => {
                self.call(callee, arguments, Some(caller), call.span);
            }
            _ => {
                self.value(call);
                self.uncalled(Some(&caller));
            }
        }
    }

    /// What a variable that is called is; `None` if it may be a function of who renders.
    fn callee(&mut self, name: &Name<'a>) -> Option<Value<'a>> {
        if name.text == "caller" {
            self.macros.saw_caller();
        }
        match self.scope.find(name.text) {
            Found::Certain(value) => Some(value),
            Found::Perhaps => Some(Value::Unknown),
            Found::Nothing => None,
        }
    }

    /// A function that no template defines.
    fn function(
        &mut self,
        name: &Name<'a>,
        arguments: &'a [Argument<'a>],
        caller: Option<&Rc<Callable<'a>>>,
    ) -> Value<'a> {
        let given = self.arguments(arguments);
        self.uncalled(caller);
        let path = self.paths.number(StepKind::Root(name.text.to_owned()));
        if self.is_guarded(path) && Builtin::find(FUNCTIONS, name.text).is_none() {
            return Value::Unknown;
        }
        match name.text {
            "loop" => {
                self.mistake(name.span, "`loop` is only there inside of a `for`".to_owned(), None);
                return Value::Unknown;
            }
            "url" => self.link(arguments, &given),
            _ => {}
        }
        self.word(WordKind::Function, name, &given);
        if name.text == "namespace" { new_namespace(&given) } else { Value::Unknown }
    }

    /// What `value.name(…)` calls.
    fn method(&mut self, value: &'a Expression<'a>, name: &'a Name<'a>) -> Value<'a> {
        let known = self.value(value);
        match known {
            _ if self.is_guarded_field(value, name.text) => Value::Unknown,
            Value::Module(module) => self.export(&module, name),
            Value::Loop(_) => {
                self.loop_method(name);
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }

    /// What a `call` gives to somebody unknown is followed with unknown arguments.
    fn uncalled(&mut self, caller: Option<&Rc<Callable<'a>>>) {
        if let Some(caller) = caller {
            self.call_unknowing(caller);
        }
    }
}

fn new_namespace<'a>(given: &Given<'a>) -> Value<'a> {
    let fields = given.named.iter().map(|(name, ..)| name.text.to_owned()).collect();
    let is_open = given.has_more_named || given.has_more_positional || !given.positional.is_empty();
    Value::Namespace(Rc::new(super::value::Namespace { fields, is_open }))
}
