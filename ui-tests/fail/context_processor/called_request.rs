//! Every page has it already.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor]
fn request(request: &Request) -> String {
    request.path().to_owned()
}

fn main() {}
