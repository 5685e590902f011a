//! `messages` as templates see it, and a message in it.
//!
//! ```html
//! {% if messages %}
//!   {% for message in messages %}
//!     <p class="{{ message.tags }}">
//!       {% if message.level >= DEFAULT_MESSAGE_LEVELS.ERROR %}Important: {% endif %}{{ message }}
//!     </p>
//!   {% endfor %}
//! {% endif %}
//! ```
//!
//! The loop shows them, so the next page does not; `if` and `messages | length` only count. A message has
//! `message`, `tags`, `level`, `level_tag` and `extra_tags`; by itself it is its words, escaped unless they are
//! HTML.
//!
//! Every page that is rendered late sees them, if it or a template that it brings in mentions them. One that a
//! view renders itself, and an error page, sees them if the view has asked for them: nothing is awaited while a
//! template is rendered.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::{Level, Message, Messages};
use crate::web::templates::{Written, WrittenAs};

impl Messages {
    /// The variable `messages`.
    pub(crate) fn to_template(&self) -> Value {
        Value::from_object(Shown(self.clone()))
    }
}

/// `DEFAULT_MESSAGE_LEVELS`: the five levels by their names in capitals.
pub(crate) fn levels() -> Value {
    let levels = Level::NAMED.map(|(level, name)| (name.to_ascii_uppercase(), Value::from(level.0)));
    Value::from(BTreeMap::from(levels))
}

#[derive(Debug)]
struct Shown(Messages);

impl Object for Shown {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Iterable
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|message| Written::value(Line(message))).collect())
    }

    /// By default this would iterate.
    fn enumerator_len(self: &Arc<Self>) -> Option<usize> {
        Some(self.0.len())
    }

    /// So would this.
    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Messages")
    }
}

struct Line(Message);

impl Line {
    fn words(&self) -> Value {
        let text = self.0.text();
        if text.is_safe() { Value::from_safe_string(text.as_str().into()) } else { text.as_str().into() }
    }
}

impl WrittenAs for Line {
    fn written(&self) -> Result<Value, fmt::Error> {
        Ok(self.words())
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        Some(match name {
            "message" => self.words(),
            "tags" => self.0.tags().into(),
            "level" => self.0.level().0.into(),
            "level_tag" => self.0.level_tag().into(),
            "extra_tags" => self.0.extra_tags().into(),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_fields_that_the_compiler_knows() {
        let line = Line(Message::new(Level::INFO, "hello".into(), None, &BTreeMap::new()));

        for name in vestibule_templates::builtins::MESSAGE_FIELDS {
            assert!(line.attribute(name).is_some(), "{name}");
        }
        assert!(line.attribute("tag").is_none());
    }
}
