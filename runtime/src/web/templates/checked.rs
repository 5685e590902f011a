//! `CheckedPage`: what the compiler has seen of a page that `render!` names.

use super::PageLinks;

/// A page as it was when the program was compiled.
#[derive(Debug)]
pub struct CheckedPage {
    /// Its template.
    pub template: &'static str,
    /// The block that is rendered alone.
    pub fragment: Option<&'static str>,
    /// The links in all of its templates.
    pub links: PageLinks,
}
