//! Nothing to show.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn loud(_text: &str) {}

fn main() {}
