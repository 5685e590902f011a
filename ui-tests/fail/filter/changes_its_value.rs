//! What is given stays as it is.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn loud(text: &mut String) -> String {
    text.make_ascii_uppercase();
    text.clone()
}

fn main() {}
