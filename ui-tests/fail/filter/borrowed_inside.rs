//! Nobody keeps what the argument would borrow.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn listed(words: Vec<&str>) -> String {
    words.join(", ")
}

fn main() {}
