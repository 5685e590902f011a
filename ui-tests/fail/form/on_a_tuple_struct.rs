//! A form's fields have names.

use vestibule::prelude::*;

#[derive(Form)]
struct Search(String);

fn main() {}
