//! Only views and context processors see it.

use vestibule::prelude::*;

vestibule::app! {}

#[filter]
fn is_here(path: &str, request: &Request) -> bool {
    request.path() == path
}

fn main() {}
