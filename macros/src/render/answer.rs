//! `Answer`: what becomes of the page, which is all that `render!` and `render_to_string!` differ in.

/// One of the two macros.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A response, rendered late.
    Page,
    /// A text, at once.
    Text,
}

impl Answer {
    /// As it is written, but for the `!`.
    pub(super) fn macro_name(self) -> &'static str {
        match self {
            Self::Page => "render",
            Self::Text => "render_to_string",
        }
    }
}
