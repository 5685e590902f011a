//! Pages: what each `render!` leaves that names its template.

use std::any::TypeId;

use linkme::distributed_slice;

use crate::web::templates::{CheckedPage, PageLinks};
use crate::web::view::Place;

/// Every `render!` of the binary whose template is named by a text.
#[distributed_slice]
pub static VESTIBULE_PAGES_0_1: [PageEntry];

/// The line of a `render!` in the table.
#[derive(Debug)]
pub struct PageEntry {
    /// Whose it is, where `app = …` says so; else of the application in whose module it stands.
    pub app: Option<fn() -> TypeId>,
    /// What is rendered.
    pub page: CheckedPage,
    /// Whether it is made into a text: `render_to_string!`.
    pub is_text: bool,
    /// The names of the variables that it is given.
    pub names: &'static [&'static str],
    /// Those of the links in its templates that stand in the table of no other page of the crate.
    pub links: PageLinks,
    /// Where it stands.
    pub place: Place,
}

impl PageEntry {
    /// Each in the order in which they stand above.
    pub const fn new(
        app: Option<fn() -> TypeId>,
        page: CheckedPage,
        is_text: bool,
        names: &'static [&'static str],
        links: PageLinks,
        place: Place,
    ) -> Self {
        Self { app, page, is_text, names, links, place }
    }
}
