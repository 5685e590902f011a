//! Strangers are to be sent to a login view that is not there.

use vestibule::middleware::LoginRequiredMiddleware;
use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, AuthenticationMiddleware, LoginRequiredMiddleware] }

fn main() {}
