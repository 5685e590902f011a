//! What a form begins with: the fields of a value, as they would be typed.

use serde::Serialize;
use serde_json::Value;

use crate::base::error::Error;

/// By name, the texts of each field.
pub(super) fn initial_values(value: &(impl Serialize + ?Sized)) -> Result<Vec<(String, Vec<String>)>, Error> {
    let value = serde_json::to_value(value)
        .map_err(|error| Error::internal("a form cannot begin with this value").caused_by(error))?;
    match value {
        Value::Object(fields) => Ok(fields.into_iter().map(|(name, value)| (name, texts(value))).collect()),
        _ => Err(Error::internal(
            "a form begins with a struct or a map, whose fields have the names of its own",
        )),
    }
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.into_iter().flat_map(texts).collect(),
        Value::String(text) => vec![text],
        other => vec![other.to_string()],
    }
}
