//! Of a struct nothing is chosen.

use vestibule::prelude::*;

#[derive(Choices)]
struct Kind {
    news: bool,
}

fn main() {}
