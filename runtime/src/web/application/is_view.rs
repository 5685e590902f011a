//! `IsView`: what is known of a view by its type, also while an application compiles.

use std::any::TypeId;

use crate::base::error::Error;
use crate::web::tables::ViewEntry;
use crate::web::view::{Place, ViewFlags, ViewInfo};

/// The type `#[view]` makes beside the function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a view",
    label = "not a view",
    note = "a view is a function with `#[view(GET, \"…\")]` above it"
)]
pub trait IsView {
    /// The function's name.
    const NAME: &'static str;
    /// The path as written.
    const PATH: &'static str;
    /// How many parameters it has.
    const PARAMETERS: usize;
    /// Its line in the table of views.
    #[doc(hidden)]
    const ENTRY: &'static ViewEntry;
    /// The claim by which a view answers POST at its path: that one, or another.
    #[doc(hidden)]
    const POST_ROUTE: u64;
    /// The application it belongs to.
    type App: 'static;
}

/// What the compiler finds where a link in a template names no view, so that the words are ours.
#[derive(Debug)]
pub enum NoView {}

static NO_VIEW: ViewEntry = ViewEntry {
    app: TypeId::of::<()>,
    info: ViewInfo {
        name: "",
        place: Place { krate: "", module: "", file: "", line: 0 },
        methods: &[],
        path: "",
        prefix: "",
        segments: &[],
        guard: None,
        flags: ViewFlags::NONE,
    },
    accepts: &[],
    kinds: &[],
    checks: &[],
    decorators: None,
    call: |_| Box::pin(async { Err(Error::not_found("there is no such view")) }),
};

#[diagnostic::do_not_recommend]
impl IsView for NoView {
    const NAME: &'static str = "";
    const PATH: &'static str = "";
    const PARAMETERS: usize = 0;
    const ENTRY: &'static ViewEntry = &NO_VIEW;
    const POST_ROUTE: u64 = 0;
    type App = ();
}
