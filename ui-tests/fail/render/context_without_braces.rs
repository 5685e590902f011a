//! Variables stand in braces.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/login/")]
async fn login(request: &mut Request) -> Result {
    render!(request, "login.html", title = "Log in")
}

fn main() {}
