//! Variants that cannot be sent, and labels that are wrong.

#![allow(unreachable_patterns)]

use serde::Deserialize;
use vestibule::prelude::*;

#[derive(Choices)]
enum Kind {
    #[choice(label = "News", label = "Novelties")]
    News,
    #[choice(lable = "A review")]
    Review,
    #[choice(label)]
    Essay,
    Letter(String),
}

#[derive(Deserialize, Choices)]
#[choice(label = "All")]
enum Colour {
    Red,
    #[serde(rename = "Red")]
    Crimson,
}

#[derive(Choices)]
enum Nothing {}

fn main() {}
