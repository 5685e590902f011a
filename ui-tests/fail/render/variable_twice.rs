//! A variable is given twice.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/login/")]
async fn login(request: &mut Request) -> Result {
    let next = "/";
    render!(request, "login.html", { next, title: "Log in", next: "/home/" })
}

fn main() {}
