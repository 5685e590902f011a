//! `Markup`: text that is HTML already.

use std::fmt::{self, Display};

use minijinja::Value;
use serde::{Serialize, Serializer};

use super::escape::escape;

/// A piece of HTML, which templates write as it is.
///
/// What a `#[filter]` or a `#[template_function]` gives back that makes HTML, and what a page is given that is HTML
/// already. Text goes into it through [`Markup::escape`], or the visitor who has written it has a page of yours.
///
/// ```
/// use vestibule::prelude::*;
/// # vestibule::app! {}
///
/// /// In templates: `{{ article.title | highlight("tea") }}`
/// #[filter]
/// fn highlight(text: Markup, word: Markup) -> Markup {
///     // Both are escaped where they have not been markup before.
///     Markup::new(text.as_str().replace(word.as_str(), &format!("<mark>{word}</mark>")))
/// }
/// # fn main() {
/// assert_eq!(Markup::escape("<b>").as_str(), "&lt;b&gt;");
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Trusts the text: nothing in it is escaped.
    pub fn new(html: impl Into<String>) -> Self {
        Self(html.into())
    }

    /// The text as HTML shows it, `<` as `&lt;`; fit for the quotes of an attribute, too.
    pub fn escape(text: impl Display) -> Self {
        Self(escape(&text.to_string()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// That of a template: as it is if it is marked as HTML, escaped if not.
    pub(super) fn of(value: &Value) -> Self {
        match value.as_str() {
            Some(html) if value.is_safe() => Self::new(html),
            Some(text) => Self::escape(text),
            None => Self::escape(value),
        }
    }
}

impl Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text; a template knows it for markup.
impl Serialize for Markup {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from_safe_string(self.0.clone()).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;

    use super::*;

    #[test]
    fn a_template_knows_markup_wherever_it_stands() {
        let list = Value::from(Serde(&[Some(Markup::new("<b>"))]));

        assert!(list.get_item_by_index(0).unwrap().is_safe());
        assert_eq!(serde_json::to_string(&Markup::new("<b>")).unwrap(), "\"<b>\"");
    }

    #[test]
    fn only_what_is_marked_stays_as_it_is() {
        assert_eq!(Markup::of(&Value::from_safe_string("<b>".to_owned())).as_str(), "<b>");
        assert_eq!(Markup::of(&Value::from("<b>")).as_str(), "&lt;b&gt;");
        assert_eq!(Markup::of(&Value::from(vec!["<"])).as_str(), "[&#x27;&lt;&#x27;]");
    }
}
