//! It gives nothing back.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
fn basket(_request: &Request) {}

fn main() {}
