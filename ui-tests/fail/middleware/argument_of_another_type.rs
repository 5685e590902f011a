//! An argument has the type of its stage.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_exception(&self, _request: &mut Request, _error: &Response) {}
}

fn main() {}
