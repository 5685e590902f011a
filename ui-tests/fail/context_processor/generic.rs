//! Nobody chooses the type.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
fn basket<T: Default + serde::Serialize>(_request: &Request) -> T {
    T::default()
}

fn main() {}
