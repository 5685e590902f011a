//! Only hooks stand in the block.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {}

    fn started_at(&self) -> u64 {
        0
    }
}

fn main() {}
