//! It stands outside of the sessions it needs.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150, after(SessionMiddleware))]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
