//! A number is none where nothing is typed.

use serde::Deserialize;
use vestibule::prelude::*;

#[derive(Deserialize, Form)]
struct Order {
    #[form(required = false)]
    count: u32,
    #[form(required = false)]
    note: String,
}

fn main() {}
