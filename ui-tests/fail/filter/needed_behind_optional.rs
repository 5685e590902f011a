//! Arguments are counted from the front.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn clip(text: &str, mark: Option<&str>, length: usize) -> String {
    format!("{}{}", &text[..length], mark.unwrap_or("…"))
}

fn main() {}
