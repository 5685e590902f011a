//! Each page has them already.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn upper(text: &str) -> String {
    text.to_uppercase()
}

#[template_function]
fn url(name: &str) -> String {
    name.to_owned()
}

#[template_test]
fn odd(number: u32) -> bool {
    number % 2 == 1
}

fn main() {}
