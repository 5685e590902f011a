//! A middleware has a place.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware()]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
