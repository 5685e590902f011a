//! The rules of the crate validator, in Django's words (`core/validators.py`).

use std::borrow::Cow;

use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::clean::{REQUIRED, at_least, at_most};
use super::form_type::BrokenRule;
use super::state::NON_FIELD;

/// All rules that a form's value breaks.
pub fn broken_rules<T: Validate>(value: &T) -> Vec<BrokenRule> {
    let Err(errors) = value.validate() else { return Vec::new() };
    let mut broken = Vec::new();
    for (field, errors) in errors.into_errors() {
        let ident = (field != NON_FIELD).then(|| field.into_owned());
        each(&errors, &mut Vec::new(), &mut |_, error| {
            let is_about_several = error.code == "must_match";
            broken.push(BrokenRule { ident: ident.clone(), is_about_several, message: message(error) });
        });
    }
    broken
}

/// One level of the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step<'a> {
    Field(Cow<'a, str>),
    Index(usize),
}

/// All that is wrong, with the way there from the outside in; the fields of a type in the alphabet's order.
pub(super) fn all<'a>(errors: &'a ValidationErrors, tell: &mut dyn FnMut(&[Step<'a>], &'a ValidationError)) {
    whole(errors, &mut Vec::new(), tell);
}

type Tell<'t, 'a> = &'t mut dyn FnMut(&[Step<'a>], &'a ValidationError);

fn whole<'a>(errors: &'a ValidationErrors, path: &mut Vec<Step<'a>>, tell: Tell<'_, 'a>) {
    let mut fields: Vec<_> = errors.errors().iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    for (name, errors) in fields {
        let is_field = name != NON_FIELD;
        if is_field {
            path.push(Step::Field(Cow::Borrowed(name)));
        }
        each(errors, path, tell);
        if is_field {
            path.pop();
        }
    }
}

fn each<'a>(errors: &'a ValidationErrorsKind, path: &mut Vec<Step<'a>>, tell: Tell<'_, 'a>) {
    match errors {
        ValidationErrorsKind::Field(errors) => errors.iter().for_each(|error| tell(path, error)),
        ValidationErrorsKind::Struct(errors) => whole(errors, path, tell),
        ValidationErrorsKind::List(rows) => {
            for (index, errors) in rows {
                path.push(Step::Index(*index));
                whole(errors, path, tell);
                path.pop();
            }
        }
    }
}

/// The rule's own words, or else Django's.
pub(super) fn message(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.clone().into_owned();
    }
    let limit = |name: &str| error.params.get(name);
    match &*error.code {
        "required" => REQUIRED.to_owned(),
        "email" => "Enter a valid email address.".to_owned(),
        "url" => "Enter a valid URL.".to_owned(),
        "ip" => "Enter a valid IPv4 or IPv6 address.".to_owned(),
        "length" => length(error),
        "range" => match (limit("min"), limit("max"), limit("exclusive_min"), limit("exclusive_max")) {
            (Some(least), _, _, _) if is_beyond(error, least, f64::lt) => at_least(least),
            (_, Some(most), _, _) if is_beyond(error, most, f64::gt) => at_most(most),
            (_, _, Some(least), _) if is_beyond(error, least, f64::le) => {
                format!("Ensure this value is greater than {least}.")
            }
            (_, _, _, Some(most)) => format!("Ensure this value is less than {most}."),
            _ => "Ensure this value is in its range.".to_owned(),
        },
        "must_match" => "The two values do not match.".to_owned(),
        "contains" => with_part(error, "Ensure this value contains"),
        "does_not_contain" => with_part(error, "Ensure this value does not contain"),
        "non_control_character" => "Control characters are not allowed.".to_owned(),
        _ => "Enter a valid value.".to_owned(),
    }
}

fn with_part(error: &ValidationError, words: &str) -> String {
    match error.params.values().find_map(Value::as_str) {
        Some(_) if error.params.contains_key("needle") => {
            format!("{words} “{}”.", error.params["needle"].as_str().unwrap_or_default())
        }
        _ => "Enter a valid value.".to_owned(),
    }
}

fn is_beyond(error: &ValidationError, limit: &Value, compare: fn(&f64, &f64) -> bool) -> bool {
    let value = error.params.get("value").and_then(Value::as_f64);
    value.zip(limit.as_f64()).is_none_or(|(value, limit)| compare(&value, &limit))
}

/// Of a text characters, of a list values.
fn length(error: &ValidationError) -> String {
    let number = |name: &str| error.params.get(name).and_then(Value::as_u64);
    let (has, is_text) = match error.params.get("value") {
        Some(Value::String(text)) => (text.chars().count() as u64, true),
        Some(Value::Array(list)) => (list.len() as u64, false),
        Some(Value::Object(map)) => (map.len() as u64, false),
        _ => return "Enter a valid value.".to_owned(),
    };
    let (rule, limit) = match (number("equal"), number("min"), number("max")) {
        (Some(equal), _, _) => ("exactly", equal),
        (_, Some(least), _) if has < least => ("at least", least),
        (_, _, Some(most)) => ("at most", most),
        _ => return "Enter a valid value.".to_owned(),
    };
    match is_text {
        true => {
            let letters = if limit == 1 { "character" } else { "characters" };
            format!("Ensure this value has {rule} {limit} {letters} (it has {has}).")
        }
        // What a list of which nothing is chosen says in Django.
        false if has == 0 => REQUIRED.to_owned(),
        false => {
            let values = if limit == 1 { "value" } else { "values" };
            format!("Choose {rule} {limit} {values} (there are {has}).")
        }
    }
}
