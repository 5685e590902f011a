//! Nothing says how it is made.

use vestibule::prelude::*;

vestibule::app! {}

struct Stopwatch {
    limit: u64,
}

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {
        let _ = self.limit;
    }
}

fn main() {}
