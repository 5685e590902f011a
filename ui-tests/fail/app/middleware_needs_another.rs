//! The layer that knows who is asking has no sessions to look into.

use vestibule::prelude::*;

vestibule::app! { middleware: [AuthenticationMiddleware] }

fn main() {}
