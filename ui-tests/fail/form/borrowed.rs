//! What was typed goes with the request.

use vestibule::prelude::*;

#[derive(Form)]
struct Search<'a> {
    q: &'a str,
}

fn main() {}
