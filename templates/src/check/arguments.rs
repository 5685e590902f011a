//! What is handed to a filter, a test, a function or a macro.

use super::Check;
use super::value::Value;
use crate::ast::{Argument, Name};
use crate::span::Span;

/// Arguments, with what is known of them.
#[derive(Default)]
pub(super) struct Given<'a> {
    pub(super) positional: Vec<(Span, Value<'a>)>,
    pub(super) named: Vec<(Name<'a>, Span, Value<'a>)>,
    /// Whether `*values` may bring more.
    pub(super) has_more_positional: bool,
    /// Whether `**values` may bring more.
    pub(super) has_more_named: bool,
}

impl<'a> Check<'a> {
    pub(super) fn arguments(&mut self, arguments: &'a [Argument<'a>]) -> Given<'a> {
        let mut given = Given::default();
        for argument in arguments {
            match argument {
                Argument::Positional(value) => {
                    let known = self.value(value);
                    given.positional.push((value.span, known));
                }
                Argument::Named(name, value) => {
                    let known = self.value(value);
                    given.named.push((*name, name.span.to(value.span), known));
                }
                Argument::Positionals(values) => {
                    self.value(values);
                    given.has_more_positional = true;
                }
                Argument::Nameds(values) => {
                    self.value(values);
                    given.has_more_named = true;
                }
            }
        }
        given
    }
}

/// `one argument`, `3 arguments`.
pub(super) fn count_of_arguments(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "one argument".to_owned(),
        count => format!("{count} arguments"),
    }
}
