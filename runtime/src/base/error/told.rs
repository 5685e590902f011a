//! `Told`: what a program may read of an error besides its status.

use std::borrow::Cow;

use serde::Serialize;

/// What the program may read that has sent something wrong, besides the status (RFC 9457 section 3.1.4, and
/// `errors` as in its section 3).
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    detail: Cow<'static, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Wrong>,
}

/// One thing that is wrong with what was sent.
#[derive(Debug, Serialize)]
pub(crate) struct Wrong {
    pointer: String,
    detail: String,
}

impl Told {
    pub(crate) fn new(detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: detail.into(), errors: Vec::new() }
    }

    /// `pointer` is a JSON pointer as a fragment: `#/lines/0/price`.
    pub(crate) fn with_error(mut self, pointer: String, detail: String) -> Self {
        self.errors.push(Wrong { pointer, detail });
        self
    }

    pub(crate) fn errors(&self) -> &[Wrong] {
        &self.errors
    }
}
