//! Text made shorter, plainer or otherwise fit.

mod slug;
mod truncate;
mod wrap;

use minijinja::value::StringInput;
use minijinja::{Environment, Value};

use super::add_filter;
use crate::base::text::is_space;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "addslashes", Value::from_function(addslashes));
    add_filter(environment, "capfirst", Value::from_function(capfirst));
    add_filter(environment, "cut", Value::from_function(cut));
    add_filter(environment, "slugify", Value::from_function(slug::slugify));
    add_filter(environment, "truncatechars", Value::from_function(truncate::truncatechars));
    add_filter(environment, "truncatewords", Value::from_function(truncate::truncatewords));
    add_filter(environment, "wordcount", Value::from_function(wordcount));
    add_filter(environment, "wordwrap", Value::from_function(wrap::wordwrap));
}

/// A backslash before each quote and backslash.
fn addslashes(value: StringInput<'_>) -> Value {
    let mut text = String::with_capacity(value.as_str().len());
    for letter in value.as_str().chars() {
        if matches!(letter, '\\' | '"' | '\'') {
            text.push('\\');
        }
        text.push(letter);
    }
    value.preserve_safety(text)
}

/// The first letter large, the others as they are.
fn capfirst(value: StringInput<'_>) -> Value {
    let mut letters = value.as_str().chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    value.preserve_safety(first + letters.as_str())
}

/// Without all of `what`. Markup that loses more than its spaces may be markup no more.
fn cut(value: StringInput<'_>, what: &str) -> Value {
    let text = value.as_str().replace(what, "");
    if what.chars().all(is_space) { value.preserve_safety(text) } else { Value::from(text) }
}

fn wordcount(value: StringInput<'_>) -> usize {
    words(value.as_str()).count()
}

/// What stands between white space.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}
