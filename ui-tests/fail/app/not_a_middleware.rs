//! A type in the list has no hooks.

vestibule::app! { middleware: [Stopwatch] }

struct Stopwatch;

fn main() {}
