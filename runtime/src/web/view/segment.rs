//! `Segment`: one piece of a route.

use std::fmt;

/// One piece of a route between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// `articles`
    Text(&'static str),
    /// `{year}`
    Parameter(&'static str),
    /// `{*rest}`
    Rest(&'static str),
    /// The end, or a slash and whatever follows: what is mounted there answers it.
    Mount,
}

/// As it stands in the route.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Parameter(name) => write!(f, "{{{name}}}"),
            Self::Rest(name) => write!(f, "{{*{name}}}"),
            Self::Mount => f.write_str("{*rest}"),
        }
    }
}
