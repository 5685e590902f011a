//! Templates would take the name for their own.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
fn none() -> bool {
    true
}

#[context_processor]
fn r#loop() -> bool {
    true
}

fn main() {}
