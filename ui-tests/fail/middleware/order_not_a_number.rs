//! The order is an `i32`.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = "first")]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
