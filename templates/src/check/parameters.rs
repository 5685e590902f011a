//! What macros are called with, and what they are called with if it is left out.

use super::Check;
use super::arguments::{Given, count_of_arguments};
use super::expressions::names_it_has;
use super::value::Value;
use crate::ast::{Expression, Macro};
use crate::span::Span;
use crate::suggest::nearest;

impl<'a> Check<'a> {
    /// As minijinja does, from the last to the first: the value of one that is left out sees those behind it.
    pub(super) fn bind_parameters(&mut self, definition: &'a Macro<'a>, given: &Given<'a>) {
        for (index, (name, default)) in definition.parameters.iter().enumerate().rev() {
            let positional = given.positional.get(index).map(|(_, value)| value);
            let named = given.named.iter().find(|(argument, ..)| argument.text == name.text);
            let known = positional.or(named.map(|(.., value)| value));
            let is_open = given.has_more_positional || known.is_none() && given.has_more_named;
            let value = match (known, default) {
                (Some(value), _) if !is_open => value.clone(),
                (None, Some(default)) if !is_open || self.is_trial => {
                    self.default(definition, index, default)
                }
                _ => Value::Unknown,
            };
            self.scope.store(name.text, value);
        }
    }

    fn default(&mut self, definition: &'a Macro<'a>, index: usize, default: &'a Expression<'a>) -> Value<'a> {
        let before = definition.parameters[..index].iter().map(|(name, _)| name.text).collect();
        let parameter = definition.parameters[index].0.text;
        let mut value = Value::Unknown;
        self.with(
            |check| &mut check.macros.unset,
            Some((parameter, before)),
            |check| value = check.value(default),
        );
        value
    }

    /// Whether a name is that of a parameter which has no value yet: then that is a mistake, even if a variable of this
    /// name is given.
    pub(super) fn is_unset(&mut self, name: &str, span: Span) -> bool {
        let Some((parameter, before)) = &self.macros.unset else { return false };
        if !before.contains(&name) {
            return false;
        }
        let message = format!("the default of `{parameter}` cannot see `{name}`, a parameter before it");
        let help = format!("write `{{% set {parameter} = {parameter} | default({name}) %}}` in the macro");
        self.mistake(span, message, Some(help));
        true
    }

    /// Holds a call to the parameters of its macro. One that is left out is undefined, and may be.
    pub(super) fn hold_macro(&mut self, definition: &'a Macro<'a>, given: &Given<'a>) {
        let parameters: Vec<&str> = definition.parameters.iter().map(|(name, _)| name.text).collect();
        let name = definition.name.text;
        let most = parameters.len();
        let signature = || format!("it is `{name}({})`", parameters.join(", "));
        if let Some((extra, _)) = given.positional.get(most) {
            let count = given.positional.len();
            let message = format!("macro `{name}` takes {}, not {count}", count_of_arguments(most));
            self.mistake(*extra, message, (most > 0).then(signature));
        }
        for (argument, ..) in &given.named {
            match parameters.iter().position(|parameter| *parameter == argument.text) {
                Some(index) if index < given.positional.len() => {
                    let message = format!("macro `{name}` is given `{}` twice", argument.text);
                    self.mistake(argument.span, message, Some(signature()));
                }
                Some(_) => {}
                None if argument.text == "caller" => {}
                None => {
                    let message = format!("macro `{name}` has no parameter `{}`", argument.text);
                    let near = nearest(argument.text, parameters.iter().copied());
                    let help = near.map(|near| format!("did you mean `{near}`?"));
                    self.mistake(argument.span, message, help.or_else(|| names_it_has(&parameters)));
                }
            }
        }
    }
}
