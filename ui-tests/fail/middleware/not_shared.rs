//! A middleware is shared by all threads.

use vestibule::prelude::*;

vestibule::app! {}

use std::cell::Cell;

#[derive(Default)]
struct Stopwatch {
    count: Cell<u64>,
}

#[middleware(order = 150)]
impl Stopwatch {
    fn process_request(&self, _request: &mut Request) {
        self.count.set(self.count.get() + 1);
    }
}

fn main() {}
