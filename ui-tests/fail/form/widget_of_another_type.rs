//! What a box sends is no text, and one date no list of words.

use serde::Deserialize;
use vestibule::prelude::*;

#[derive(Deserialize, Form)]
struct Article {
    #[form(widget = checkbox)]
    title: String,
    #[form(widget = date)]
    tags: Vec<String>,
    #[form(widget = checkboxes)]
    count: Option<u32>,
}

fn main() {}
