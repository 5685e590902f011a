//! Numbers for people.

mod decimal;
mod float_format;

use minijinja::value::ValueKind;
use minijinja::{Environment, Value};

use super::add_filter;
use decimal::grouped;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "filesizeformat", Value::from_function(filesizeformat));
    add_filter(environment, "floatformat", Value::from_function(float_format::floatformat));
    add_filter(environment, "intcomma", Value::from_function(intcomma));
}

/// `13.0 KB`, with a space that does not break; of what is no number `0 bytes`.
fn filesizeformat(value: &Value) -> String {
    const UNITS: [(&str, u128); 5] =
        [("PB", 1 << 50), ("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
    let bytes = whole(value).unwrap_or(0);
    let (sign, size) = (if bytes < 0 { "-" } else { "" }, bytes.unsigned_abs());
    match UNITS.iter().find(|(_, unit)| size >= *unit) {
        Some((name, unit)) => {
            #[allow(clippy::cast_precision_loss, reason = "one digit is shown behind the point")]
            let amount = size as f64 / *unit as f64;
            format!("{sign}{amount:.1}\u{a0}{name}")
        }
        None if size == 1 => format!("{sign}1\u{a0}byte"),
        None => format!("{sign}{size}\u{a0}bytes"),
    }
}

/// What Python's `int` makes of it.
fn whole(value: &Value) -> Option<i128> {
    match value.kind() {
        ValueKind::String => value.as_str()?.trim().parse().ok(),
        ValueKind::Bool => Some(value.is_true().into()),
        ValueKind::Number => i128::try_from(value.clone()).ok().or_else(|| {
            let float = f64::try_from(value.clone()).ok().filter(|float| float.is_finite())?;
            #[allow(clippy::cast_possible_truncation, reason = "what is behind the point is cut off")]
            Some(float as i128)
        }),
        _ => None,
    }
}

/// `4500000` as `4,500,000`; what is no number stays as it is (Django, `contrib/humanize`).
fn intcomma(value: &Value) -> String {
    let text = match value.as_str() {
        Some(text) => whole(value).map_or_else(|| text.to_owned(), |whole| whole.to_string()),
        None => decimal::written(value),
    };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    format!("{sign}{}{rest}", grouped(whole))
}
