//! `Message`: one line for the visitor, and `Text`: its words, which are HTML or are not.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::Level;

/// The words of a message: plain text, which templates escape, or HTML, which they do not.
///
/// A `&str` or a `String` is plain text; HTML comes from [`mark_safe`].
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    text: String,
    is_safe: bool,
}

/// Says that a text is HTML already: templates put it into the page as it is.
///
/// Only for text in which nothing comes from a visitor, or all that does is escaped.
///
/// ```
/// # use vestibule::messages::{Messages, mark_safe};
/// # fn saved(messages: &Messages) {
/// messages.success(mark_safe("Saved. <a href=\"/undo/\">Undo</a>"));
/// # }
/// ```
pub fn mark_safe(html: impl Into<String>) -> Text {
    Text { text: html.into(), is_safe: true }
}

impl Text {
    /// The words, as they are.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether they are HTML, from [`mark_safe`].
    pub fn is_safe(&self) -> bool {
        self.is_safe
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text, is_safe: false }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        text.into_owned().into()
    }
}

/// Messages are for one visitor: nothing of the words.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("is_safe", &self.is_safe).finish_non_exhaustive()
    }
}

/// One line for the visitor.
///
/// Two messages are equal if level and words are, as in Django.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! {}
/// use vestibule::messages::Level;
///
/// #[view(GET, "/")]
/// async fn index(messages: Messages) -> Result<String> {
///     messages.add(Level::WARNING, "Nobody can see it yet.", "draft");
///     let message = messages.iter().next().ok_or(Error::internal("no message"))?;
///     Ok(format!("{message} {} {}", message.level_tag(), message.tags()))
/// }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let mut client = Client::new(App::build()).await?;
/// assert_eq!(client.get("/").await.text(), "Nobody can see it yet. warning draft warning");
/// # Ok(()) })? }
/// ```
#[derive(Clone)]
pub struct Message {
    level: Level,
    text: Text,
    extra_tags: Option<String>,
    level_tag: Cow<'static, str>,
}

impl Message {
    pub(super) fn new(
        level: Level,
        text: Text,
        extra_tags: Option<String>,
        tags: &BTreeMap<Level, String>,
    ) -> Self {
        Self { level, text, extra_tags, level_tag: level.tag(tags) }
    }

    /// How grave it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The word for how grave it is: `success`. Empty for a level that has none.
    pub fn level_tag(&self) -> &str {
        &self.level_tag
    }

    /// Its words.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The tags it was added with.
    pub fn extra_tags(&self) -> Option<&str> {
        self.extra_tags.as_deref()
    }

    /// The tags it was added with and then the word for its level, with a space between: made for the
    /// attribute `class`.
    pub fn tags(&self) -> String {
        let tags = [self.extra_tags.as_deref().unwrap_or_default(), &self.level_tag];
        let tags: Vec<_> = tags.into_iter().filter(|tag| !tag.is_empty()).collect();
        tags.join(" ")
    }
}

impl PartialEq for Message {
    fn eq(&self, other: &Self) -> bool {
        self.level == other.level && self.text.text == other.text.text
    }
}

impl Eq for Message {}

/// The words, unescaped.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.text)
    }
}

/// Messages are for one visitor: the level only.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("level", &self.level.0).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(level: i64, text: impl Into<Text>, extra_tags: Option<&str>) -> Message {
        Message::new(Level(level), text.into(), extra_tags.map(str::to_owned), &BTreeMap::new())
    }

    #[test]
    fn extra_tags_stand_before_the_level_and_empty_ones_nowhere() {
        assert_eq!(message(25, "x", Some("a b")).tags(), "a b success");
        assert_eq!(message(25, "x", Some("")).tags(), "success");
        assert_eq!(message(25, "x", None).tags(), "success");
        assert_eq!(message(7, "x", Some("a")).tags(), "a");
        assert_eq!(message(7, "x", None).tags(), "");
    }

    #[test]
    fn level_and_words_make_messages_equal() {
        assert_eq!(message(25, "x", Some("a")), message(25, mark_safe("x"), None));
        assert_ne!(message(25, "x", None), message(20, "x", None));
        assert_ne!(message(25, "x", None), message(25, "y", None));
    }

    #[test]
    fn debug_shows_nothing_of_the_words() {
        let message = message(25, "hush", Some("hush"));

        assert_eq!(format!("{message:?}"), "Message { level: 25, .. }");
        assert_eq!(format!("{:?}", message.text()), "Text { is_safe: false, .. }");
    }
}
