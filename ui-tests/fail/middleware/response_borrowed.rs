//! A response is handed over.

use vestibule::prelude::*;

vestibule::app! {}

#[derive(Default)]
struct Stopwatch;

#[middleware(order = 150)]
impl Stopwatch {
    fn process_response(&self, _request: &mut Request, response: &Response) -> Response {
        drop(response);
        Response::text("…")
    }
}

fn main() {}
