//! Flags, in any order, in a crate with strict lints, as a hook sees them.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]

use vestibule::prelude::*;

vestibule::app! { middleware: [CsrfViewMiddleware] }

#[view(POST, csrf_exempt, "/hook/", public)]
async fn hook() -> &'static str {
    "…"
}

#[view(xframe_options_sameorigin, GET, "/map/", app = crate::App, ensure_csrf_cookie)]
async fn map() -> &'static str {
    "…"
}

#[derive(Default)]
struct Reader;

#[middleware(order = 150)]
impl Reader {
    fn process_view(&self, _: &mut Request, view: &View) -> Option<Response> {
        view.flags().csrf_exempt.then(Response::default)
    }
}

fn main() {}
