//! A response must be handed on.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_response(&self, _request: &mut Request, _response: Response) {}
}

fn main() {}
