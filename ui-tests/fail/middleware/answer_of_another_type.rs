//! A hook answers with a response or not.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) -> bool {
        true
    }
}

fn main() {}
