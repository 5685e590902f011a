//! `url("view", …)`

use super::Check;
use super::arguments::Given;
use super::forms::is_post_action;
use super::value::Value;
use crate::ast::{Argument, Constant, Expression, ExpressionKind};
use crate::report::{Link, LinkArgument, LinkValue};
use crate::span::Span;

impl<'a> Check<'a> {
    /// Reports a link whose view is written as text.
    pub(super) fn link(&mut self, arguments: &'a [Argument<'a>], given: &Given<'a>) {
        let Some(Argument::Positional(Expression { kind, span })) = arguments.first() else { return };
        let ExpressionKind::Constant(Constant::Text(view)) = kind else { return };
        let positional = given.positional.iter().skip(1);
        let positional = positional.map(|(span, value)| self.link_argument(None, *span, value));
        let named = given.named.iter();
        let named = named.map(|(name, span, value)| self.link_argument(Some(name.text), *span, value));
        let link = Link {
            view: view.clone(),
            place: self.place(*span),
            arguments: positional.chain(named).collect(),
            is_open: given.has_more_positional || given.has_more_named,
            is_post_action: self.emitted.is_some_and(is_post_action),
        };
        if !self.report.links.contains(&link) {
            self.report.links.push(link);
        }
    }

    fn link_argument(&self, name: Option<&str>, span: Span, value: &Value<'a>) -> LinkArgument {
        let value = match value {
            Value::Constant(Constant::Text(text)) => LinkValue::Text(text.clone()),
            Value::Constant(Constant::Integer(number)) => LinkValue::Integer(*number),
            Value::Path(path) => self.paths.reported(*path).map_or(LinkValue::Unknown, LinkValue::Step),
            _ => LinkValue::Unknown,
        };
        LinkArgument { name: name.map(str::to_owned), place: self.place(span), value }
    }
}
