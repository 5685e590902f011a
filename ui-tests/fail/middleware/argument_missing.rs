//! A hook takes what its stage has.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_view(&self, _request: &mut Request) {}
}

fn main() {}
