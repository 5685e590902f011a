//! `floatformat`: so many digits behind the point.

use minijinja::Value;
use minijinja::value::{StringInput, ValueKind};

use super::decimal::{Decimal, grouped};

/// A number of more digits, or of a larger exponent, is written as it is (Django, `template/defaultfilters.py`).
const MAX_DIGITS: u64 = 200;

/// `2` is exactly two digits behind the point, `-2` is two where there is something behind it; `g` behind that groups
/// thousands, and `u` keeps them ungrouped whatever else. Without an argument it is `-1`.
pub(super) fn floatformat(value: &Value, places: Option<StringInput<'_>>) -> Value {
    let text = match value.kind() {
        ValueKind::Bool => u8::from(value.is_true()).to_string(),
        _ => value.to_string(),
    };
    let Some(decimal) = Decimal::parse(&text) else {
        return if is_special(&text) { Value::from(text) } else { Value::from("") };
    };
    let places = places.as_ref().map_or("-1", StringInput::as_str);
    let ungrouped = places.strip_suffix("gu").or_else(|| places.strip_suffix("ug"));
    let (places, is_grouped) = match (ungrouped, places.strip_suffix('g')) {
        (Some(places), _) => (places, false),
        (None, Some(places)) => (places, true),
        (None, None) => (places.strip_suffix('u').unwrap_or(places), false),
    };
    let Ok(places) = (if places.is_empty() { "-1" } else { places }).trim().parse::<i32>() else {
        return Value::from(text);
    };
    if decimal.digits.len() as u64 + decimal.exponent.unsigned_abs() > MAX_DIGITS {
        return Value::from(text);
    }
    Value::from(format(&decimal, places, is_grouped))
}

fn format(decimal: &Decimal, places: i32, is_grouped: bool) -> String {
    let shown = if places <= 0 && !decimal.has_fraction() { 0 } else { places.unsigned_abs() };
    let (whole, fraction) = decimal.rounded(shown as usize);
    let is_zero = whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0');
    let sign = if decimal.is_negative && !is_zero { "-" } else { "" };
    let whole = if is_grouped { grouped(&whole) } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// What Python reads as a number that is none.
fn is_special(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['+', '-']).to_ascii_lowercase();
    ["inf", "infinity", "nan"].contains(&text.as_str())
}
