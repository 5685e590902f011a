//! The mistake is reported where it is, and once.

use vestibule::prelude::*;

vestibule::app! {}

#[context_processor(library)]
fn basket(_request: &Request) {}

#[derive(Default)]
struct Baskets;

#[middleware(order = 250, context(basket))]
impl Baskets {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
