//! `linebreaks` and `linebreaksbr`: the lines of a text as HTML shows them.

use minijinja::Value;

use crate::web::templates::Markup;

/// A paragraph for what stands between empty lines, and `<br>` for each end of a line in one.
pub(super) fn linebreaks(value: &Value) -> Value {
    let text = lines(value);
    let mut paragraphs = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("\n\n") {
        paragraphs.push(&rest[..at]);
        rest = rest[at..].trim_start_matches('\n');
    }
    paragraphs.push(rest);
    let paragraphs = paragraphs.iter().map(|lines| format!("<p>{}</p>", lines.replace('\n', "<br>")));
    Value::from_safe_string(paragraphs.collect::<Vec<_>>().join("\n\n"))
}

/// `<br>` for each end of a line.
pub(super) fn linebreaksbr(value: &Value) -> Value {
    Value::from_safe_string(lines(value).replace('\n', "<br>"))
}

/// As markup, with one sign for each end of a line.
fn lines(value: &Value) -> String {
    Markup::of(value).as_str().replace("\r\n", "\n").replace('\r', "\n")
}
