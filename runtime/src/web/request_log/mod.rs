//! One line for one request: what was asked for, what came of it and how long it took, with the
//! errors it met on its way. Written when the answer is ready, or when the request ends without one; `framing` has
//! one more if an answer breaks off that is made while it is sent.
//!
//! Text from the client is escaped and cut (OWASP, Logging Cheat Sheet: log injection). A part of the path that its view
//! calls `{token}` is not shown.

use std::fmt;
use std::time::Instant;

use http::StatusCode;

use crate::base::visible::Shown;
use crate::web::request::{Failure, Request};
use crate::web::response::{Response, give_back_headers};
use crate::web::trace;

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

    /// Writes the line of an answer that is about to leave, and keeps with it what went wrong.
    pub(crate) fn answered(&mut self, response: &mut Response) {
        self.log(response.status());
        let failures = self.request.failures();
        if !failures.is_empty() {
            let errors = failures.iter().flat_map(Failure::lines).collect();
            response.extensions_mut().insert(Errors(errors));
        }
    }

    /// Writes the line, unless all went well and such lines are not wanted.
    pub(crate) fn log(&mut self, status: StatusCode) {
        self.is_answered = true;
        let failures = self.request.failures();
        let failed = status.is_client_error() || status.is_server_error() || !failures.is_empty();
        if !failed && self.started.is_none() {
            return;
        }
        let micros = self.micros();
        let error = (!failures.is_empty()).then(|| tracing::field::display(Texts(failures)));
        let method = Shown(self.request.method().as_str());
        let path = self.request.logged_path();
        let path = Shown(&path);
        let status_code = status.as_u16();
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    target: "vestibule::request", status = status_code, micros, error, "{method} {path}"
                )
            };
        }
        if status.is_server_error() || failures.iter().any(|failure| failure.is_ours()) {
            line!(error);
        } else if failed {
            line!(warn);
        } else {
            line!(info);
        }
    }

    fn micros(&self) -> Option<u64> {
        self.started.map(|started| u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX))
    }
}

/// The request is over: with its answer, or before, where its future is dropped: mostly the client has left, sometimes
/// the server has no more time.
impl Drop for Logged {
    fn drop(&mut self) {
        give_back_headers(self.request.take_headers());
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
            "{}: ended before the answer",
            self.request.logged(),
        );
    }
}

/// The errors a request met, in their order.
struct Texts<'f>(&'f [Failure]);

impl fmt::Display for Texts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, failure) in self.0.iter().enumerate() {
            let then = if index == 0 { "" } else { "; then " };
            write!(f, "{then}{}", Shown(failure.text()))?;
            if let Some(help) = failure.help() {
                write!(f, "; help: {}", Shown(help))?;
            }
        }
        Ok(())
    }
}
