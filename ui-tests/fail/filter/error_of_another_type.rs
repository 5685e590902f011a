//! What is no error cannot be the page's.

use vestibule::prelude::*;

vestibule::app! {}

struct Broken;

#[filter]
fn loud(text: &str) -> std::result::Result<String, Broken> {
    if text.is_empty() { Err(Broken) } else { Ok(text.to_uppercase()) }
}

fn main() {}
