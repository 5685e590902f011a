//! `Pointer`: a place in what was sent, for programs and for the log.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What a fragment of an address escapes (RFC 3986 section 3.5), and what stays readable.
const FRAGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The way from the whole to a value.
pub(crate) struct Pointer {
    fragment: String,
    place: String,
}

impl Pointer {
    /// That of the whole.
    pub(crate) fn whole() -> Self {
        Self { fragment: String::from("#"), place: String::new() }
    }

    pub(crate) fn push_name(&mut self, name: &str) {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        self.fragment.push('/');
        self.fragment.extend(utf8_percent_encode(&escaped, FRAGMENT));
        let between = if self.place.is_empty() { "" } else { "." };
        // Writing to a text never fails.
        let _ = write!(self.place, "{between}{name}");
    }

    pub(crate) fn push_index(&mut self, index: usize) {
        let _ = write!(self.fragment, "/{index}");
        let _ = write!(self.place, "[{index}]");
    }

    /// As a fragment of an address: `#/lines/0/price` (RFC 6901 section 6).
    pub(crate) fn fragment(&self) -> String {
        self.fragment.clone()
    }

    /// `lines[0].price`; empty for the whole.
    pub(crate) fn place(&self) -> String {
        self.place.clone()
    }
}
