//! Text in addresses.

use minijinja::value::{StringInput, ValueKind};
use minijinja::{Environment, Error, State, Value};

use super::add_filter;
use crate::base::urls::quote;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "urlencode", Value::from_function(urlencode));
}

/// Percent-encoded; `safe`, `/` unless something else is given, stays as it is. A map is a query: `a=1&b=2`, without
/// what is none.
fn urlencode(state: &State<'_, '_>, value: &Value, safe: Option<&str>) -> Result<String, Error> {
    let encode = |value: &Value, safe| Ok(quote(StringInput::new(state, value)?.as_str(), safe));
    if value.kind() != ValueKind::Map {
        return encode(value, safe.unwrap_or("/"));
    }
    let mut pairs = Vec::new();
    for name in value.try_iter()? {
        let given = value.get_item(&name)?;
        if !given.is_none() {
            let safe = safe.unwrap_or_default();
            pairs.push(format!("{}={}", encode(&name, safe)?, encode(&given, safe)?));
        }
    }
    Ok(pairs.join("&"))
}
