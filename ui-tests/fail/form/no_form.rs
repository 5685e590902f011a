//! A type that is no form is none in a view, either.

use serde::Deserialize;
use vestibule::prelude::*;

vestibule::app! {}

#[derive(Deserialize)]
struct Search {
    q: String,
}

#[view(GET, POST, "/")]
async fn search(form: BoundForm<Search>) -> String {
    form.typed("q").to_owned()
}

fn main() {}
