//! One event, as it stands on the wire (WHATWG HTML, section 9.2.5 and 9.2.6):
//!
//! ```text
//! event: message
//! id: 5f3c-7
//! data: first line
//! data: second line
//!
//! ```
//!
//! Lines end with CR, LF or both. So data and comments are written line by line, and a name or an id with such a
//! character in it, or an id with a NUL, which browsers pass over, is a mistake.

use std::fmt;
use std::time::Duration;

use crate::base::error::{BoxError, Error};

/// One event for a browser's `EventSource`.
///
/// ```
/// use vestibule::sse::Event;
///
/// let event = Event::data("Hello\nthere").event("greeting").id(7);
/// assert_eq!(event.to_string(), "event: greeting\nid: 7\ndata: Hello\ndata: there\n\n");
///
/// let event = Event::json(&("tea", 2))?;
/// assert_eq!(event.to_string(), "data: [\"tea\",2]\n\n");
/// # Ok::<(), vestibule::Error>(())
/// ```
///
/// A name or an id that cannot be written ([`InvalidEvent`]) is a mistake that the event keeps: it is then not sent, and
/// the log says so. Who wants to know at once asks [`Event::checked`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Whole lines, without the empty one at the end.
    head: String,
    data: String,
    is_named: bool,
    mistake: Option<InvalidEvent>,
}

/// What cannot be written into an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidEvent {
    /// A CR or LF in the event's name.
    Name,
    /// A CR, LF or NUL in the id.
    Id,
}

impl Event {
    /// An event with this text, of any number of lines. A script finds them in `event.data`, each line end a `\n`.
    pub fn data(text: impl AsRef<str>) -> Self {
        let mut event = Self::default();
        push_lines(&mut event.data, "data: ", text.as_ref());
        event
    }

    /// An event with a value as JSON, which a script reads with `JSON.parse(event.data)`.
    ///
    /// # Errors
    ///
    /// If `value` cannot be serialised: a map whose keys are no text, or its own `Serialize` fails.
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Self, Error> {
        let text = serde_json::to_string(value);
        let text =
            text.map_err(|error| Error::internal("cannot write the event as JSON").caused_by(error))?;
        Ok(Self::data(text))
    }

    /// A comment, which no script sees.
    pub fn comment(text: impl AsRef<str>) -> Self {
        let mut event = Self::default();
        push_lines(&mut event.head, ": ", text.as_ref());
        event
    }

    /// The same with a name, by which a script listens: `source.addEventListener("greeting", …)`. Without one it is
    /// `message`.
    #[must_use]
    pub fn event(self, name: impl AsRef<str>) -> Self {
        let event = self.with_field("event", name.as_ref(), &['\r', '\n'], InvalidEvent::Name);
        Self { is_named: true, ..event }
    }

    /// The same with an id, which the browser sends as `Last-Event-ID` when it connects again
    /// ([`LastEventId`](super::LastEventId)).
    #[must_use]
    pub fn id(self, id: impl fmt::Display) -> Self {
        self.with_field("id", &id.to_string(), &['\r', '\n', '\0'], InvalidEvent::Id)
    }

    /// The same with the time that the browser waits, from now on, before it connects again; to the millisecond.
    #[must_use]
    pub fn retry(self, pause: Duration) -> Self {
        self.with_field("retry", &pause.as_millis().to_string(), &[], InvalidEvent::Name)
    }

    /// The event, if it can be sent.
    ///
    /// # Errors
    ///
    /// The first thing in it that cannot be written.
    pub fn checked(self) -> Result<Self, InvalidEvent> {
        self.mistake.map_or(Ok(self), Err)
    }

    pub(super) fn mistake(&self) -> Option<InvalidEvent> {
        self.mistake
    }

    fn with_field(mut self, name: &str, value: &str, refused: &[char], mistake: InvalidEvent) -> Self {
        if value.contains(refused) {
            self.mistake.get_or_insert(mistake);
            return self;
        }
        // A browser takes one blank off.
        self.head.extend([name, ": ", value, "\n"]);
        self
    }
}

/// Each line of the text behind a word.
fn push_lines(lines: &mut String, word: &str, text: &str) {
    let mut rest = text;
    loop {
        let end = rest.find(['\r', '\n']);
        let (line, behind) = end.map_or((rest, None), |end| (&rest[..end], Some(&rest[end..])));
        lines.extend([word, line, "\n"]);
        let Some(behind) = behind else { return };
        rest = behind.strip_prefix("\r\n").unwrap_or(&behind[1..]);
    }
}

/// As it is sent.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)?;
        f.write_str(&self.data)?;
        // Browsers pass over a name without data.
        f.write_str(if self.is_named && self.data.is_empty() { "data\n\n" } else { "\n" })
    }
}

impl fmt::Display for InvalidEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "the event's name has a line end in it",
            Self::Id => "the event's id has a line end or a NUL in it",
        })
    }
}

impl std::error::Error for InvalidEvent {}

/// What a stream of events may consist of: an [`Event`], a text, which is one's data, an `Option` of either, of which
/// `None` is passed over, or a `Result` of any of them, whose error breaks the stream off.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no event",
    label = "a stream of these cannot be sent as events",
    note = "the stream's items are `Event`, `String`, or an `Option` or a `Result` of one of them: `Event::json(&value)`"
)]
pub trait IntoEvent {
    /// The event, if there is one.
    ///
    /// # Errors
    ///
    /// Whatever the stream has failed with.
    fn into_event(self) -> Result<Option<Event>, BoxError>;
}

impl IntoEvent for Event {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        Ok(Some(self))
    }
}

impl IntoEvent for String {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        Ok(Some(Event::data(self)))
    }
}

impl IntoEvent for &str {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        Ok(Some(Event::data(self)))
    }
}

impl<T: IntoEvent> IntoEvent for Option<T> {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        self.map_or(Ok(None), IntoEvent::into_event)
    }
}

impl<T: IntoEvent, E: Into<Error>> IntoEvent for Result<T, E> {
    fn into_event(self) -> Result<Option<Event>, BoxError> {
        self.map_err(|error| error.into().into_boxed())?.into_event()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_data_is_a_line_of_its_own() {
        for (text, wire) in [
            ("", "data: \n\n"),
            (" a", "data:  a\n\n"),
            ("a\r\nb\rc\nd", "data: a\ndata: b\ndata: c\ndata: d\n\n"),
            ("a\n", "data: a\ndata: \n\n"),
            ("\r\r\n", "data: \ndata: \ndata: \n\n"),
            ("id: 1\n\ndata: forged", "data: id: 1\ndata: \ndata: data: forged\n\n"),
        ] {
            assert_eq!(Event::data(text).to_string(), wire, "{text:?}");
        }
        assert_eq!(Event::comment("a\nevent: b").to_string(), ": a\n: event: b\n\n");
    }

    #[test]
    fn no_field_brings_another_along() {
        for name in ["a\nb", "a\rb", "a\r\n"] {
            let event = Event::data("x").event(name);
            assert_eq!(event.to_string(), "data: x\n\n");
            assert_eq!(event.checked(), Err(InvalidEvent::Name));
        }
        assert_eq!(Event::data("x").id("1\0").checked(), Err(InvalidEvent::Id));
        assert!(Event::data("x").id("").event("é").checked().is_ok());
    }

    #[test]
    fn an_event_with_a_name_is_heard_without_data() {
        assert_eq!(Event::default().event("saved").to_string(), "event: saved\ndata\n\n");
        assert_eq!(Event::default().retry(Duration::from_millis(1500)).to_string(), "retry: 1500\n\n");
        assert_eq!(Event::default().id(3).to_string(), "id: 3\n\n");
    }
}
