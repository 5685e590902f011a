//! What the block shows is not given; what stands around it need not be.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/")]
async fn page(request: &Request) -> Result {
    render!(request, "fragments/list.html"#rows)
}

fn main() {}
