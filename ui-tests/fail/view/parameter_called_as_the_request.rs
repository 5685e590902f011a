//! One name for the request and for a parameter of the path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/requests/{request}/")]
async fn detail(request: &mut Request) -> Result {
    Ok(Response::text(request.path()))
}

fn main() {}
