//! One line for one request: what was asked for, what came of it and how long it took, with the
//! errors it met on its way. Written when the answer is ready, or when the request ends without one; `framing` has
//! one more if an answer breaks off that is made while it is sent.
//!
//! Text from the client is escaped and cut (OWASP, Logging Cheat Sheet: log injection).

use std::fmt;
use std::time::Instant;

use http::StatusCode;

use crate::base::error::Error;
use crate::base::visible;
use crate::web::request::Request;
use crate::web::trace;

/// At most this many characters of one text go into a line.
const SHOWN: usize = 400;

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

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn new(error: &Error) -> Self {
        let status = error.status_code();
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
    fn lines(&self) -> impl Iterator<Item = String> {
        let help = self.help.as_ref().map(|help| format!("help: {help}"));
        std::iter::once(self.text.clone()).chain(help)
    }
}

/// What went wrong on the way, for the test client; never sent.
#[derive(Clone, Debug)]
pub(crate) struct Errors(pub(crate) Vec<String>);

/// A request between its arrival and its line in the log.
#[derive(Debug)]
pub(crate) struct Logged {
    // A request is large, and copied each time it changes hands.
    pub(crate) request: Box<Request>,
    /// `None` when requests that go well leave no line.
    started: Option<Instant>,
    is_answered: bool,
}

impl Logged {
    pub(crate) fn new(request: Box<Request>) -> Self {
        let started = request.settings().access_log.then(Instant::now);
        Self { request, started, is_answered: false }
    }

    /// Writes the line, unless all went well and such lines are not wanted.
    pub(crate) fn answered(&mut self, status: StatusCode) {
        self.is_answered = true;
        let failures = self.request.failures();
        let failed = status.is_client_error() || status.is_server_error() || !failures.is_empty();
        if !failed && self.started.is_none() {
            return;
        }
        let micros = self.micros();
        let error = (!failures.is_empty()).then(|| tracing::field::display(Texts(failures)));
        let method = Shown(self.request.method().as_str());
        let path = Shown(self.request.path());
        let status_code = status.as_u16();
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    target: "vestibule::request", status = status_code, micros, error, "{method} {path}"
                )
            };
        }
        if status.is_server_error() || failures.iter().any(|failure| failure.is_ours) {
            line!(error);
        } else if failed {
            line!(warn);
        } else {
            line!(info);
        }
    }

    /// The errors it met, if any.
    pub(crate) fn errors(&self) -> Option<Errors> {
        let failures = self.request.failures();
        (!failures.is_empty()).then(|| Errors(failures.iter().flat_map(Failure::lines).collect()))
    }

    fn micros(&self) -> Option<u64> {
        self.started.map(|started| u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX))
    }
}

/// A future that is dropped before it has answered: mostly the client has left, sometimes the server has no more
/// time.
impl Drop for Logged {
    fn drop(&mut self) {
        if self.is_answered {
            return;
        }
        trace::keep(&self.request, None);
        if self.started.is_none() {
            return;
        }
        tracing::info!(
            target: "vestibule::request",
            micros = self.micros(),
            "{} {}: ended before the answer",
            Shown(self.request.method().as_str()),
            Shown(self.request.path()),
        );
    }
}

/// Text for the log: what a reader does not see is escaped, such as controls, line separators and what turns the
/// direction of writing, and it is cut. Written only where a subscriber wants the line.
pub(crate) struct Shown<'t>(pub(crate) &'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().take(SHOWN).try_for_each(|character| visible::write(f, character))
    }
}

/// The errors a request met, in their order.
struct Texts<'f>(&'f [Failure]);

impl fmt::Display for Texts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, failure) in self.0.iter().enumerate() {
            let then = if index == 0 { "" } else { "; then " };
            write!(f, "{then}{}", Shown(&failure.text))?;
            if let Some(help) = &failure.help {
                write!(f, "; help: {}", Shown(help))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_event_is_one_line() {
        assert_eq!(Shown("/a\r\nb\u{2028}c\u{1b}[1m/é").to_string(), "/a\\r\\nb\\u{2028}c\\u{1b}[1m/é");
        assert_eq!(Shown("/\u{202e}gpj.\u{200f}\u{feff}").to_string(), "/\\u{202e}gpj.\\u{200f}\\u{feff}");
        assert_eq!(Shown(&"x".repeat(1000)).to_string().len(), SHOWN);
    }
}
