//! A hook is misspelt.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn proces_response(&self, _request: &mut Request, response: Response) -> Response {
        response
    }
}

fn main() {}
