//! `CheckedPage`: what the compiler has seen of a page that `render!` names.

use super::fragment::split;

/// A page as it was when the program was compiled.
#[derive(Debug)]
pub struct CheckedPage {
    /// Its template.
    pub template: &'static str,
    /// The block that is rendered alone.
    pub fragment: Option<&'static str>,
    /// In a debug build all of its templates, each with the hash of its text.
    pub files: &'static [(&'static str, u64)],
    /// The crate that renders it, as a number: views have the names that they have there.
    pub krate: u64,
}

impl CheckedPage {
    /// Each in the order in which they stand above.
    pub const fn new(
        template: &'static str,
        fragment: Option<&'static str>,
        files: &'static [(&'static str, u64)],
        krate: u64,
    ) -> Self {
        Self { template, fragment, files, krate }
    }

    /// Whether a hook has not put another in its place.
    pub(super) fn is_called(&self, name: &str) -> bool {
        match split(name) {
            Some((page, block)) => self.template == page && self.fragment == Some(block),
            None => self.template == name && self.fragment.is_none(),
        }
    }
}
