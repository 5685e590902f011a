//! The attribute goes on the hooks.

use vestibule::prelude::*;

vestibule::app! {}

#[middleware(order = 150)]
#[derive(Default)]
struct Stopwatch;

fn main() {}
