//! There is always a value before the bar.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn loud() -> String {
    String::new()
}

fn main() {}
