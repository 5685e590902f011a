//! Fields can be set of a namespace, and of nothing else.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "namespaces/page.html", { entries: [1] })
}

fn main() {}
