//! A middleware names a plain function.

use vestibule::prelude::*;

vestibule::app! {}

fn basket() -> u32 {
    1
}

#[derive(Default)]
struct Baskets;

#[middleware(order = 250, context(Baskets))]
impl Baskets {
    fn process_request(&self, _request: &mut Request) {
        basket();
    }
}

fn main() {}
