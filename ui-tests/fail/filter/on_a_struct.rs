//! Templates call functions.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
struct Loud;

fn main() {}
