//! A middleware is listed twice.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, AuthenticationMiddleware, SessionMiddleware] }


fn main() {}
