//! A middleware is made in every build.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    #[cfg(debug_assertions)]
    fn new(_settings: &Settings) -> Option<Self> {
        Some(Self)
    }

    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
