//! What the application has written itself needs no naming.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware, Stopwatch] }

#[derive(Default)]
struct Stopwatch;

#[middleware(order = order::SESSION + 1)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
