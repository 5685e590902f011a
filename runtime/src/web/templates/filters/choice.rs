//! One of several texts, as a value is.

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use super::add_filter;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "default_if_none", Value::from_function(default_if_none));
    add_filter(environment, "pluralize", Value::from_function(pluralize));
    add_filter(environment, "yesno", Value::from_function(yesno));
}

fn default_if_none(value: Value, default: Value) -> Value {
    if value.is_none() { default } else { value }
}

/// `s` unless it is one; `"es"` and `"y,ies"` are others. Of a list its length counts; of what cannot be counted it is
/// nothing.
fn pluralize(value: &Value, endings: Option<&str>) -> String {
    let endings = endings.unwrap_or("s");
    let (one, many) = endings.split_once(',').unwrap_or(("", endings));
    let ending = match is_one(value) {
        Some(is_one) if !many.contains(',') => {
            if is_one {
                one
            } else {
                many
            }
        }
        _ => "",
    };
    ending.to_owned()
}

fn is_one(value: &Value) -> Option<bool> {
    #[allow(clippy::float_cmp, reason = "one is one")]
    let is_one = |number: f64| number == 1.0;
    match value.kind() {
        ValueKind::String => value.as_str()?.trim().parse().ok().map(is_one),
        ValueKind::Bool => Some(value.is_true()),
        ValueKind::Number => f64::try_from(value.clone()).ok().map(is_one),
        _ => value.len().map(|length| length == 1),
    }
}

/// `"yes,no,maybe"`: the third is for what is none, and the second where there is no third.
fn yesno(value: Value, words: Option<&str>) -> Value {
    let words: Vec<&str> = words.unwrap_or("yes,no,maybe").split(',').collect();
    let (yes, no, maybe) = match words[..] {
        [yes, no, maybe] => (yes, no, maybe),
        [yes, no, ..] => (yes, no, no),
        _ => return value,
    };
    let word = if value.is_none() {
        maybe
    } else if value.is_true() {
        yes
    } else {
        no
    };
    Value::from(word)
}
