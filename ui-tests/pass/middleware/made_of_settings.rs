//! A middleware that is made of the settings, or left out.

use vestibule::prelude::*;

vestibule::app! {}

struct Limit(u32);

#[middleware(order = 210)]
impl Limit {
    fn new(_settings: &Settings) -> Option<Self> {
        Some(Self(3))
    }

    fn process_request(&self, _request: &mut Request) -> Option<Response> {
        (self.0 == 0).then(|| Response::text("busy"))
    }

    #[cfg(any())]
    fn process_response(&self, _request: &mut Request, response: Response) -> Nothing {
        response
    }
}

fn main() {}
