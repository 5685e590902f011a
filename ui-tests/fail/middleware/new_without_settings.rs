//! It is made from the settings.

use vestibule::prelude::*;

vestibule::app! {}

struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn new() -> Self {
        Self
    }

    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
