//! Pages: what each `render!` leaves that names its template.

use std::any::TypeId;

use linkme::distributed_slice;

use crate::web::templates::CheckedPage;
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
    /// Where it stands.
    pub place: Place,
}
