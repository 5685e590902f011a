//! A middleware is shared by all requests.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&mut self, _request: &mut Request) {}
}

fn main() {}
