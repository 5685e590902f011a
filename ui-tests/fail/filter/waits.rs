//! A page is rendered in one go.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
async fn loud(text: &str) -> String {
    text.to_uppercase()
}

fn main() {}
