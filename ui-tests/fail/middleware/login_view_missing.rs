//! A layer sends visitors to a login view that is not there.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct MembersOnly;

#[middleware(order = 510, login_view)]
impl MembersOnly {
    fn process_request(&self, _request: &mut Request) {}
}

fn main() {}
