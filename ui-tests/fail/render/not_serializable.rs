//! A template shows what can be serialized.

use vestibule::prelude::*;

vestibule::app! {}

struct Money;

#[view(GET, "/login/")]
async fn login(request: &mut Request) -> Result {
    render!(request, "login.html", { form: Money })
}

fn main() {}
