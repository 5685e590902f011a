//! A key is misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(ordr = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
