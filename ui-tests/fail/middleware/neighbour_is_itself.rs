//! No middleware stands beside itself, and none is named twice.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 350, after(SessionMiddleware, Self, SessionMiddleware), before(Stopwatch))]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
