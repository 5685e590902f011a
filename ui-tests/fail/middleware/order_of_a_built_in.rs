//! The sessions stand on 200.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware] }

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 200)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
