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
        Self { span, message: message.into(), help: None }
    }

    /// With what to write instead.
    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
