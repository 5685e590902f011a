//! Nobody calls it where nothing is checked.

use vestibule::csrf::CsrfError;
use vestibule::prelude::*;

vestibule::app! { middleware: [SecurityMiddleware], csrf_failure: refused }

async fn refused(_request: &mut Request, _reason: &CsrfError) -> &'static str {
    "refused"
}

fn main() {}
