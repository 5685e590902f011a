//! One name for the user and for a parameter of the path.

use vestibule::prelude::*;

vestibule::app! {}

#[view(GET, "/{user}/")]
async fn profile(user: User) -> Result {
    Ok(Response::text(user.to_string()))
}

fn main() {}
