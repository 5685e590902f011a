//! `Failure`: what is kept of an error that became a response, for the line in the log.

use http::StatusCode;

use crate::base::error::Error;

/// An error that became a response, whatever the layers outside then made of that.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    /// What may be done about it.
    help: Option<String>,
    is_not_found: bool,
    is_ours: bool,
}

impl Failure {
    pub(crate) fn is_not_found(&self) -> bool {
        self.is_not_found
    }

    /// Whether the mistake is ours, or someone is trying something.
    pub(crate) fn is_ours(&self) -> bool {
        self.is_ours
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn new(error: &Error) -> Self {
        let status = error.status();
        let is_ours = status.is_server_error() || error.is_suspicious();
        Self { text: error.chain(), help: None, is_not_found: status == StatusCode::NOT_FOUND, is_ours }
    }

    /// The same, with a line that says what may be done about it.
    pub(crate) fn with_help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }

    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// What there is to read: the error with its causes, then the help.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let help = self.help.as_ref().map(|help| format!("help: {help}"));
        std::iter::once(self.text.clone()).chain(help)
    }
}
