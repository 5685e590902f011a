//! A test says yes or no.

use vestibule::prelude::*;

vestibule::app! {}

#[template_test]
fn good(stars: u8) -> u8 {
    stars
}

fn main() {}
