//! What a middleware shows is shown without it.

use vestibule::prelude::*;

vestibule::app! { middleware: [SessionMiddleware] }

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "names/layer.html")
}

fn main() {}
