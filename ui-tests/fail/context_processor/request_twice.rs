//! The request is there once.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
fn basket(_request: &Request, _again: &Request) -> u32 {
    1
}

fn main() {}
