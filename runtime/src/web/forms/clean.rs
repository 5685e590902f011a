//! From what was typed to what a field's type reads, or to what is said of it, in Django's words (`forms/fields.py`).

use super::dates;
use super::kind::{DateTimeForm, ValueKind};
use super::state::{FieldState, is_ticked};
use crate::base::text::strip;

pub(super) const REQUIRED: &str = "This field is required.";

/// What serde is given of a field; `None` where it is left out, so that its type has its own default.
pub(super) type Cleaned = Option<Vec<String>>;

/// # Errors
///
/// What is wrong with it.
pub(super) fn clean(field: &FieldState) -> Result<Cleaned, String> {
    let kind = field.info.kind;
    if kind.is_flag() && !kind.is_optional && !kind.is_many {
        return flag(field);
    }
    if kind.is_file() && !field.files.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let values: Vec<&str> = match kind.is_many {
        true => {
            field.typed.iter().map(|value| stripped(field, value)).filter(|value| !value.is_empty()).collect()
        }
        false => field.typed.last().map(|value| stripped(field, value)).into_iter().collect(),
    };
    if kind.is_file() || values.iter().all(|value| value.is_empty()) {
        return nothing(field);
    }
    values.into_iter().map(|value| one(field, value)).collect::<Result<_, _>>().map(Some)
}

fn flag(field: &FieldState) -> Result<Cleaned, String> {
    match is_ticked(&field.typed) {
        false if field.info.required == Some(true) => Err(required(field)),
        is_ticked => Ok(Some(vec![if is_ticked { "on" } else { "off" }.to_owned()])),
    }
}

/// Nothing was typed.
fn nothing(field: &FieldState) -> Result<Cleaned, String> {
    match field.info.kind {
        _ if field.info.is_required() => Err(required(field)),
        _ if field.info.has_default => Ok(None),
        kind if kind.is_many && kind.is_optional => Ok(None),
        kind if kind.is_many => Ok(Some(Vec::new())),
        _ => Ok(Some(vec![String::new()])),
    }
}

fn required(field: &FieldState) -> String {
    field.info.message("required", REQUIRED)
}

/// White space around a value means nothing, but in a password.
fn stripped<'a>(field: &FieldState, value: &'a str) -> &'a str {
    let is_text = matches!(field.info.kind.value, ValueKind::Text);
    let keeps = field.info.is_secret() || (is_text && !field.info.strip);
    if keeps { value } else { strip(value) }
}

fn one(field: &FieldState, value: &str) -> Result<String, String> {
    if value.contains('\0') {
        return Err("Null characters are not allowed.".to_owned());
    }
    if field.is_no_choice(value) {
        return Err(field.no_choice(value));
    }
    let read = match field.info.kind.value {
        ValueKind::Whole(least, most) => return whole(field, value, least, most),
        ValueKind::Number => number(value),
        ValueKind::Date => dates::date(value).map(|date| date.to_string()),
        ValueKind::Time => dates::time(value).map(time_as_text),
        ValueKind::DateTime(form) => dates::date_time(value).map(|moment| date_time_as_text(moment, form)),
        ValueKind::Any | ValueKind::Text | ValueKind::Flag | ValueKind::Choice(_) | ValueKind::File => {
            Some(value.to_owned())
        }
    };
    read.ok_or_else(|| invalid(field))
}

/// What is said of a value that cannot be read.
pub(super) fn invalid(field: &FieldState) -> String {
    field.info.message(
        "invalid",
        match field.info.kind.value {
            ValueKind::Whole(..) => "Enter a whole number.",
            ValueKind::Number => "Enter a number.",
            ValueKind::Date => "Enter a valid date.",
            ValueKind::Time => "Enter a valid time.",
            ValueKind::DateTime(_) => "Enter a valid date/time.",
            ValueKind::Choice(_) => "Select a valid choice.",
            ValueKind::Any | ValueKind::Text | ValueKind::Flag | ValueKind::File => "Enter a valid value.",
        },
    )
}

/// `007`, `+7` and `7.0` are 7, as in Django.
fn whole(field: &FieldState, value: &str, least: i128, most: i128) -> Result<String, String> {
    let digits = match value.split_once('.') {
        Some((digits, zeros)) if zeros.bytes().all(|digit| digit == b'0') => digits,
        _ => value,
    };
    let is_number = digits.trim_start_matches(['+', '-']).bytes().all(|digit| digit.is_ascii_digit());
    match digits.parse::<i128>() {
        Ok(number) if number < least => Err(at_least(&least)),
        Ok(number) if number > most => Err(at_most(&most)),
        Ok(number) => Ok(number.to_string()),
        // Longer than the largest of our numbers.
        Err(_) if is_number && digits.len() > 38 => {
            Err(if digits.starts_with('-') { at_least(&least) } else { at_most(&most) })
        }
        Err(_) => Err(invalid(field)),
    }
}

/// As the validators of Django say it.
pub(super) fn at_least(least: &dyn std::fmt::Display) -> String {
    format!("Ensure this value is greater than or equal to {least}.")
}

pub(super) fn at_most(most: &dyn std::fmt::Display) -> String {
    format!("Ensure this value is less than or equal to {most}.")
}

fn number(value: &str) -> Option<String> {
    value.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| value.to_owned())
}

fn time_as_text(time: time::Time) -> String {
    let (hour, minute, second, micro) = time.as_hms_micro();
    match micro {
        0 => format!("{hour:02}:{minute:02}:{second:02}.0"),
        _ => format!("{hour:02}:{minute:02}:{second:02}.{micro:06}"),
    }
}

fn date_time_as_text((date, time): (time::Date, time::Time), form: DateTimeForm) -> String {
    let time = time_as_text(time);
    match form {
        DateTimeForm::Spaced => format!("{date} {time}"),
        DateTimeForm::Iso => format!("{date}T{}", time.strip_suffix(".0").unwrap_or(&time)),
    }
}

/// What a type is given in place of what cannot be read, so that the rest of it can be, and its rules be asked: one after
/// the other, until it takes one.
pub(super) fn stand_ins(field: &FieldState) -> Vec<Cleaned> {
    let kind = field.info.kind;
    if kind.is_optional || kind.is_many {
        return vec![if kind.is_optional || field.info.has_default { None } else { Some(Vec::new()) }];
    }
    let words: Vec<&str> = match kind.value {
        ValueKind::Flag => vec!["off"],
        ValueKind::Whole(..) | ValueKind::Number => vec!["0", "1"],
        ValueKind::Date => vec!["2000-01-01"],
        ValueKind::Time => vec!["00:00:00.0", "00:00"],
        ValueKind::DateTime(_) => vec!["2000-01-01 00:00:00.0", "2000-01-01T00:00:00"],
        ValueKind::Choice(choices) => choices.first().map(|choice| choice.value).into_iter().collect(),
        ValueKind::Text | ValueKind::Any => vec!["", "x", "0", "1"],
        // The other fields are read before it.
        ValueKind::File => Vec::new(),
    };
    let values = words.into_iter().map(|word| Some(vec![word.to_owned()]));
    field.info.has_default.then_some(None).into_iter().chain(values).collect()
}
