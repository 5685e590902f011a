//! `Element`: a tag of HTML, with its attributes escaped.

use std::fmt::{Display, Write as _};

use crate::web::templates::Markup;

/// A tag that is being written.
pub(in super::super) struct Element(String);

impl Element {
    pub(in super::super) fn new(name: &str) -> Self {
        Self(format!("<{name}"))
    }

    /// An attribute with a value.
    pub(in super::super) fn attribute(mut self, name: &str, value: impl Display) -> Self {
        // Writing to a text never fails.
        let _ = write!(self.0, " {name}=\"{}\"", Markup::escape(value));
        self
    }

    /// One that may be missing.
    pub(in super::super) fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// One that stands alone.
    pub(in super::super) fn flag(mut self, name: &str, is_set: bool) -> Self {
        if is_set {
            self.0.push(' ');
            self.0.push_str(name);
        }
        self
    }

    /// An element without anything in it.
    pub(in super::super) fn end(mut self) -> String {
        self.0.push('>');
        self.0
    }

    /// An element around HTML.
    pub(in super::super) fn around(self, name: &str, html: impl Display) -> String {
        format!("{}>{html}</{name}>", self.0)
    }
}
