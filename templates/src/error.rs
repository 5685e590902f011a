//! What is wrong with a template's syntax.

use crate::span::Span;

/// A mistake in the syntax of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The smallest piece that has to change.
    pub span: Span,
    /// One line, lower case, without a full stop.
    pub message: String,
    /// What to write instead, likewise.
    pub help: Option<String>,
}

impl SyntaxError {
    /// Without a help.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: one_line(&message.into()), help: None }
    }

    /// With what to write instead.
    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(one_line(&help.into())), ..self }
    }

    /// With what to write instead, if that is known.
    #[must_use]
    pub(crate) fn maybe_help(self, help: Option<impl Into<String>>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }
}

/// What is quoted of a template may go over lines, and hold what nobody sees.
fn one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(char::is_control, "�")
}
