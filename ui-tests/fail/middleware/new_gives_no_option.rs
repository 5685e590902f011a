//! A middleware may be left out, so what makes it says whether it is there.

use vestibule::prelude::*;

vestibule::app! {}

struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn new(_settings: &Settings) -> Self {
        Self
    }

    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
