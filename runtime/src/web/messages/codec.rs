//! Messages as JSON, as both storages keep them (Django, `contrib/messages/storage/cookie.py`).
//!
//! ```text
//! ["__json_message",0,25,"Saved",""]         0 is plain text, 1 is HTML; 25 is the level; "" the extra tags
//! ["__json_message",0,20,"no tags given"]    a message whose extra tags are `None`
//! ```
//!
//! A list of these may end with `"__messagesnotfinished__"`: there are more in the next storage.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::base::json;

use super::Level;
use super::message::{Message, Text, mark_safe};

/// What the array of a message begins with.
const MESSAGE: &str = "__json_message";

/// What a list ends with that goes on in the next storage.
const NOT_FINISHED: &str = "__messagesnotfinished__";

/// What stands between two things of a list.
#[derive(Clone, Copy)]
pub(super) enum Comma {
    /// `,`, in cookies.
    Compact,
    /// `, `, in sessions: what Python's `json` writes by itself.
    Spaced,
}

impl Comma {
    fn text(self) -> &'static str {
        match self {
            Self::Compact => ",",
            Self::Spaced => ", ",
        }
    }
}

/// The array of one message.
pub(super) fn encode(message: &Message, comma: Comma) -> String {
    let comma = comma.text();
    let is_safe = u8::from(message.text().is_safe());
    let mut json = format!("[\"{MESSAGE}\"{comma}{is_safe}{comma}{}{comma}", message.level().0);
    json::push_string(&mut json, message.text().as_str());
    if let Some(tags) = message.extra_tags() {
        json.push_str(comma);
        json::push_string(&mut json, tags);
    }
    json.push(']');
    json
}

/// The list of such arrays, and the word that there are more.
pub(super) fn join(arrays: &[String], is_finished: bool, comma: Comma) -> String {
    let mut json = format!("[{}", arrays.join(comma.text()));
    if !is_finished {
        if !arrays.is_empty() {
            json.push_str(comma.text());
        }
        json::push_string(&mut json, NOT_FINISHED);
    }
    json.push(']');
    json
}

/// Messages read from a list.
pub(super) struct Decoded {
    pub(super) messages: Vec<Message>,
    /// Whether there are no more in the next storage.
    pub(super) is_finished: bool,
}

/// Reads a list. What stands in it and is no message is left out; `None` if it is no list at all.
pub(super) fn decode(json: &str, tags: &BTreeMap<Level, String>) -> Option<Decoded> {
    let items: Vec<Value> = json::from_str(json).ok()?;
    Some(decode_items(&items, tags))
}

/// Reads what stands in a session: a text that holds the JSON of a list, or the list itself.
pub(super) fn decode_nested(json: &str, tags: &BTreeMap<Level, String>) -> Option<Decoded> {
    match json::from_str(json).ok()? {
        Value::String(text) => decode(&text, tags),
        Value::Array(items) => Some(decode_items(&items, tags)),
        _ => None,
    }
}

fn decode_items(items: &[Value], tags: &BTreeMap<Level, String>) -> Decoded {
    let messages = items.iter().filter_map(|item| message(item, tags)).collect();
    let is_finished = items.last().and_then(Value::as_str) != Some(NOT_FINISHED);
    Decoded { messages, is_finished }
}

fn message(item: &Value, tags: &BTreeMap<Level, String>) -> Option<Message> {
    let [key, safe, level, text, rest @ ..] = item.as_array()?.as_slice() else { return None };
    if key.as_str() != Some(MESSAGE) {
        return None;
    }
    // Whatever is not said to be HTML is escaped.
    let is_safe = safe.as_bool().unwrap_or_else(|| safe.as_i64().is_some_and(|number| number != 0));
    let text = text.as_str()?;
    let text = if is_safe { mark_safe(text) } else { Text::from(text) };
    let extra_tags = rest.first().and_then(Value::as_str).map(str::to_owned);
    Some(Message::new(Level(level.as_i64()?), text, extra_tags, tags))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(level: i64, text: impl Into<Text>, extra_tags: Option<&str>) -> Message {
        Message::new(Level(level), text.into(), extra_tags.map(str::to_owned), &BTreeMap::new())
    }

    fn read(json: &str) -> Option<Vec<String>> {
        let decoded = decode(json, &BTreeMap::new())?;
        Some(decoded.messages.iter().map(|message| encode(message, Comma::Compact)).collect())
    }

    #[test]
    fn the_arrays_are_those_in_the_module_docs() {
        let saved = message(25, "Saved", Some(""));
        let bare = message(20, "no tags given", None);

        assert_eq!(encode(&saved, Comma::Compact), r#"["__json_message",0,25,"Saved",""]"#);
        assert_eq!(encode(&bare, Comma::Spaced), r#"["__json_message", 0, 20, "no tags given"]"#);
    }

    #[test]
    fn html_stays_html_and_text_stays_text() {
        for text in [mark_safe("<b>é"), Text::from("<b>é")] {
            let json = format!("[{}]", encode(&message(10, text.clone(), Some("t")), Comma::Compact));

            let decoded = decode(&json, &BTreeMap::new()).unwrap();

            assert_eq!(decoded.messages[0].text(), &text);
            assert!(json.is_ascii() && decoded.is_finished);
        }
    }

    #[test]
    fn a_list_may_go_on_elsewhere() {
        let one = [r#"["__json_message",0,25,"Saved",""]"#.to_owned()];

        let list = join(&one, false, Comma::Compact);

        assert_eq!(list, r#"[["__json_message",0,25,"Saved",""],"__messagesnotfinished__"]"#);
        assert!(!decode(&list, &BTreeMap::new()).unwrap().is_finished);
        assert_eq!(join(&[], false, Comma::Compact), r#"["__messagesnotfinished__"]"#);
        assert_eq!(join(&[], true, Comma::Compact), "[]");
    }

    #[test]
    fn what_is_no_message_is_left_out() {
        let good = r#"["__json_message",0,25,"a",""]"#;
        for odd in [
            "1",
            "null",
            "\"__messagesnotfinished__\"",
            "[]",
            r#"["other",0,25,"a",""]"#,
            r#"["__json_message",0,25]"#,
            r#"["__json_message",0,"25","a"]"#,
            r#"["__json_message",0,1e99,"a"]"#,
            r#"["__json_message",0,25,null]"#,
        ] {
            assert_eq!(read(&format!("[{odd},{good}]")).unwrap(), [good], "{odd}");
        }
        for none in ["", "{}", "null", "\"text\"", "[", good.trim_end_matches(']')] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn a_session_holds_a_text_or_a_list() {
        let list = r#"[["__json_message", 0, 25, "a", ""]]"#;
        let text = json::to_string(list).unwrap();

        for json in [list, &text] {
            assert_eq!(decode_nested(json, &BTreeMap::new()).unwrap().messages.len(), 1);
        }
        for json in ["1", "null", "\"\"", "{}"] {
            assert!(decode_nested(json, &BTreeMap::new()).is_none(), "{json}");
        }
    }
}
