//! It stands inside of what must see its work.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 250, before(SessionMiddleware))]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
