//! It takes the application's name alone.

use vestibule::prelude::*;

vestibule::app! {}

#[filter(name = "loud")]
fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[filter("loud")]
fn cry(text: &str) -> String {
    text.to_uppercase()
}

#[filter(safe)]
fn bold(text: &str) -> String {
    format!("<b>{text}</b>")
}

fn main() {}
