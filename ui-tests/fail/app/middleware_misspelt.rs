//! A middleware of the list whose name is not quite right.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, CsrfViewMiddlware] }

fn main() {}
