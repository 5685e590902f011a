//! Only hooks stand in the block.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    const LIMIT: u32 = 3;

    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
