//! A template is named.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/login/")]
async fn login(request: &mut Request) -> Result {
    render!(request)
}

fn main() {}
