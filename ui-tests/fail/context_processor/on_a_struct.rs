//! A struct is no function.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
struct Basket;

fn main() {}
