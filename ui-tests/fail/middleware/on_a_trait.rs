//! Hooks are no trait of ours.

use vestibule::prelude::*;

vestibule::app! {}

trait Hooks {}

struct Stopwatch;

#[middleware(order = 150)]
impl Hooks for Stopwatch {}

fn main() {}
