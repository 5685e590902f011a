//! There is a widget of nearly that name, and none of the other.

use vestibule::prelude::*;

#[derive(Form)]
struct Article {
    #[form(widget = textaera)]
    body: String,
    #[form(widget = "textarea")]
    title: String,
    #[form(widget = map)]
    place: String,
}

fn main() {}
