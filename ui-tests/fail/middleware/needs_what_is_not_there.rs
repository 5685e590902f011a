//! The application has no sessions.

use vestibule::prelude::*;

vestibule::app! { middleware: [] }

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 250, after(SessionMiddleware))]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
