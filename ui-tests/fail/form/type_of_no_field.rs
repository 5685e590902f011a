//! Nothing says how a duration is typed.

use serde::Deserialize;
use vestibule::prelude::*;

#[derive(Deserialize, Form)]
struct Race {
    name: String,
    time: std::time::Duration,
}

fn main() {}
