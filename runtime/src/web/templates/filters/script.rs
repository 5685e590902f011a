//! Values for scripts. (`tojson` is minijinja's.)

use std::fmt::Write;

use minijinja::value::StringInput;
use minijinja::{Environment, Error, Value};

use super::{add_filter, refused};
use crate::base::json;
use crate::web::templates::escape::escape;

pub(super) fn add(environment: &mut Environment<'static>) {
    add_filter(environment, "escapejs", Value::from_function(escapejs));
    add_filter(environment, "json_script", Value::from_function(json_script));
}

/// For the quotes of a string in a script, where it can neither end the string nor the script.
fn escapejs(value: StringInput<'_>) -> Value {
    let mut script = String::with_capacity(value.as_str().len());
    for letter in value.as_str().chars() {
        match letter {
            '\\'
            | '\''
            | '"'
            | '>'
            | '<'
            | '&'
            | '='
            | '-'
            | ';'
            | '`'
            | '\0'..='\x1f'
            | '\u{2028}'
            | '\u{2029}' => {
                // A `String` takes all that is written.
                let _ = write!(script, "\\u{:04X}", u32::from(letter));
            }
            other => script.push(other),
        }
    }
    Value::from_safe_string(script)
}

/// `<script id="…" type="application/json">…</script>`, which no browser runs and any script can read.
fn json_script(value: &Value, id: Option<StringInput<'_>>) -> Result<Value, Error> {
    let json = json::to_string_spaced(value)
        .map_err(|error| refused("the value cannot be said in JSON").with_source(error))?;
    // Outside of strings JSON has none of them.
    let json = json.replace('<', "\\u003C").replace('>', "\\u003E").replace('&', "\\u0026");
    let id = id.filter(|id| !id.as_str().is_empty());
    let id = id.map_or_else(String::new, |id| format!(" id=\"{}\"", escaped(&id)));
    Ok(Value::from_safe_string(format!("<script{id} type=\"application/json\">{json}</script>")))
}

/// As it is if it is markup already.
fn escaped(text: &StringInput<'_>) -> String {
    if text.is_safe() { text.as_str().to_owned() } else { escape(text.as_str()) }
}
