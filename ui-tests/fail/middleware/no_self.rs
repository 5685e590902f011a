//! A hook is called on the middleware.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(_request: &mut Request) {}
}

fn main() {}
